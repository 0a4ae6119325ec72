// See it learn: the same few texts are told apart better and better. The matrix fills its diagonal, six texts change their verdict.

const CHECK = 'M5 12.5l5 5L19.5 7', CROSS = 'M6.5 6.5l11 11M17.5 6.5l-11 11';
const NARROW_SPACE = '\u202f';

const percent = share => `${Math.round(Number((100 * share).toFixed(6)))}${NARROW_SPACE}%`;
const likeliest = chances => (chances.includes(null) ? -1 : chances.indexOf(Math.max(...chances)));

class Classes {
  constructor(parent) {
    this.head = html('div', 'rl-head');
    this.matrix = new Matrix();
    this.side = html('div', 'rl-beside');
    this.list = html('ol', 'rl-examples');
    this.scrubber = new Scrubber(() => this.draw());
    this.look = html('p', 'rl-look');
    this.table = tableFold(() => this.rows());
    const two = html('div', 'rl-two', html('div', '', this.matrix.node), this.side);
    const texts = html('div', 'rl-texts', html('h4', '', 'Some of these texts, and what the network takes them for'), this.list);
    const card = html('section', 'rl-card rl-learning rl-classes', this.head, two, texts, this.scrubber.node);
    this.node = html('div', 'rl-stage', card, this.look, this.table);
    parent.append(this.node);
  }
  update(data) {
    if (this.data?.id !== data.id) { this.scrubber.at = null; this.list.replaceChildren(); }
    this.data = data;
    this.scrubber.update(data.epochs.map(one => one.epoch), data.total);
    this.scrubber.node.hidden = this.table.hidden = !data.epochs.length;
    this.look.replaceChildren(html('b', '', 'What to look for: '), data.look);
    liveHead(this.head, data);
    this.draw();
    if (this.table.open) this.table.fill();
  }
  get here() { return this.data.epochs[this.scrubber.place]; }
  get texts() { return sum(this.data.texts); }
  // The share of right answers of a snapshot, over all texts that are counted.
  right({ counts }) { return sum(counts.map((row, at) => row[at])) / (this.texts || 1); }
  draw() {
    if (!this.data || !this.node.isConnected) return;
    const { classes, answers } = this.data, here = this.here;
    this.matrix.update({ rows: classes, columns: answers, counts: here ? here.counts : null });
    this.examples(here);
    this.beside(here);
  }
  examples(here) {
    const { examples, classes, answers } = this.data;
    this.list.parentElement.hidden = !examples.length;
    if (this.list.children.length !== examples.length) {
      this.list.replaceChildren(...examples.map(() => {
        const sign = svg('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' });
        sign.append(svg('path'));
        return html('li', '', html('p'), html('div', '', html('span', 'rl-chip', sign, html('b')), html('span', 'rl-quiet')));
      }));
    }
    examples.forEach((one, at) => {
      const item = this.list.children[at], chances = here?.chances[at], says = chances ? likeliest(chances) : -1;
      item.querySelector('p').textContent = one.text;
      item.querySelector('.rl-quiet').textContent = `it is ${classes[one.label]}`;
      item.dataset.verdict = says < 0 ? 'none' : says === one.label ? 'right' : 'wrong';
      item.querySelector('path').setAttribute('d', says < 0 ? '' : says === one.label ? CHECK : CROSS);
      item.querySelector('b').textContent = says < 0 ? (chances ? 'no answer' : 'not read yet') : `${answers[says]}, ${percent(chances[says])} sure`;
    });
  }
  beside(here) {
    const { guess } = this.data, parts = [];
    if (here) {
      const now = this.right(here);
      parts.push(race({
        title: `Told rightly after epoch ${here.epoch}`,
        number: percent(now), unit: `of ${this.texts.toLocaleString('en-US')} texts`, now, guess,
        name: `most frequent class: ${percent(guess)}`,
        words: now > guess ? 'The bar is past the orange mark: more than always naming the most frequent class.' : 'It counts as learned when the bar is past the orange mark.',
      }));
      parts.push(html('div', '', html('h4', '', 'Epoch by epoch'), this.course(here)));
    }
    this.side.replaceChildren(...parts);
    this.side.parentElement.classList.toggle('rl-alone', !parts.length);
    keepInside(this.side);
  }
  // The share of right answers at each epoch that was kept, the orange guess across.
  course(here) {
    const { epochs, guess, total } = this.data, width = Math.max(180, this.side.clientWidth || 220), end = Math.max(total || 0, epochs.at(-1).epoch, 1);
    const plot = new Plot({ width, height: 116, x: [0, end], y: [0, 1], pad: [10, 14, 26, 46], label: `Share of texts told rightly, up to epoch ${epochs.at(-1).epoch}` });
    for (const share of [0, 0.5, 1]) {
      plot.add('line', { x1: plot.X(0), x2: plot.X(end), y1: plot.Y(share), y2: plot.Y(share), stroke: 'var(--rl-border)' });
      plot.add('text', { x: plot.X(0) - 8, y: plot.Y(share) + 4.5, 'text-anchor': 'end', class: 'rl-axis' }, percent(share));
    }
    plot.xAxis(Plot.spread(0, Math.round(end), 2), Plot.spread(0, Math.round(end), 2));
    plot.add('line', { x1: plot.X(0), x2: plot.X(end), y1: plot.Y(guess), y2: plot.Y(guess), stroke: 'var(--rl-naive)', 'stroke-width': 1.8, 'stroke-dasharray': '2 4' });
    const d = epochs.map((one, at) => `${at ? 'L' : 'M'}${plot.X(one.epoch).toFixed(1)} ${plot.Y(this.right(one)).toFixed(1)}`).join('');
    plot.add('path', { d, fill: 'none', stroke: 'var(--rl-net)', 'stroke-width': 3, 'stroke-linejoin': 'round', 'stroke-linecap': 'round' });
    plot.add('circle', { cx: plot.X(here.epoch), cy: plot.Y(this.right(here)), r: 5, fill: 'var(--rl-net)', stroke: 'var(--rl-card)', 'stroke-width': 2 });
    return plot.node;
  }
  rows() {
    const { epochs, guess } = this.data;
    return { header: ['epoch', 'told rightly', 'most frequent class'], rows: epochs.map(one => [one.epoch, percent(this.right(one)), percent(guess)]) };
  }
  remove() {
    this.matrix.sizes.disconnect();
    this.scrubber.remove();
  }
}

export default function (component) {
  const { data, parentElement } = component;
  parentElement.classes ??= new Classes(parentElement);
  parentElement.classes.update(data);
  return () => { if (!parentElement.isConnected) { parentElement.classes?.remove(); parentElement.classes = null; } };
}
