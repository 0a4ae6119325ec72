// Pieces of the page. What users wrote is text, never markup.

const DATA = JSON.parse(document.getElementById('rnn-lab').textContent);
const network = makeNetwork(DATA.network, CELLS);
const SVG = 'http://www.w3.org/2000/svg';

const html = (tag, look, ...inside) => {
  const node = document.createElement(tag);
  if (look) node.className = look;
  node.append(...inside);
  return node;
};
const svg = (tag, attributes = {}, ...inside) => {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...inside);
  return node;
};
const round = value => Number(value).toLocaleString('en', { maximumSignificantDigits: 4 });
const visible = symbol => ({ ' ': '␣', '\n': '↵', '\t': '⇥' })[symbol] ?? symbol;

// A slider with its name and value beside it; `write` says how the value is written.
const slider = (name, { min, max, step, value }, write, changed) => {
  const input = Object.assign(html('input'), { type: 'range', min, max, step, value });
  const output = html('output', '', write(value));
  input.addEventListener('input', () => {
    output.textContent = write(Number(input.value));
    changed(Number(input.value));
  });
  return { node: html('label', 'slider', html('span', '', name), input, output), input, output };
};

// Shares as bars, the largest first; with `pick` each is a button.
const bars = (shares, most, pick) => {
  const rows = Object.entries(shares).sort(([, one], [, other]) => other - one).slice(0, most);
  return rows.map(([name, share]) => {
    const row = html(pick ? 'button' : 'div', 'bar', html('b', '', visible(name)), html('i'), html('span', '', `${(100 * share).toFixed(1)} %`));
    row.children[1].style.setProperty('--share', share);
    if (pick) row.addEventListener('click', () => pick(name));
    return row;
  });
};

// States and gates of the last recurrent layer: a row each, a unit a column; full colour is 1, the other colour -1.
const lights = () => {
  const canvas = html('canvas');
  const names = html('div', 'names');
  const words = 'One column is one unit of the last recurrent layer, as it is now. Full teal is 1, full red -1: a gate in full teal is wide open.';
  const node = html('section', 'lights', html('h2', '', 'What goes on inside'), html('div', 'inside', names, canvas), html('p', 'quiet', words));
  const colour = name => getComputedStyle(document.body).getPropertyValue(name).trim();
  const show = shown => {
    const layer = shown.at(-1);
    node.hidden = !layer;
    if (!layer) return;
    const said = layer.steps.at(-1);
    const rows = Object.keys(layer.cell.shown).filter(name => said[name]);
    const units = Math.min(64, said.h.length);
    names.replaceChildren(...rows.map(name => html('span', '', layer.cell.shown[name])));
    canvas.width = units * 10;
    canvas.height = rows.length * 22;
    const pen = canvas.getContext('2d');
    const [more, less] = [colour('--net'), colour('--worse')];
    rows.forEach((name, row) => {
      for (let unit = 0; unit < units; unit++) {
        const value = said[name][unit];
        pen.globalAlpha = Math.min(1, Math.abs(value));
        pen.fillStyle = value < 0 ? less : more;
        pen.fillRect(unit * 10, row * 22 + 2, 9, 18);
      }
    });
  };
  return { node, show };
};

const start = experiment => {
  window.rnnLab = { predict: experiment.predict, about: DATA.about };
  const { title, headline, facts } = DATA.about;
  document.body.append(html('h1', '', title));
  if (headline) document.body.append(html('p', `verdict ${headline.state}`, html('b', '', headline.title), ` ${headline.sentence}`));
  const main = html('main');
  document.body.append(main);
  experiment.show(main);
  document.body.append(html('p', 'quiet', facts));
};
