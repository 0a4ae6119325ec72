// A tile for each member of the class. What members wrote is text, never markup.

const MARKS = { better: '✓', even: '=', worse: '↓' };
const STATES = { training: 'trains', waiting: 'waits', failed: 'help', new: 'new', away: 'away', done: 'done', quiet: 'quiet', worse: 'done' };

const curve = tile => {
  const plot = svg('svg', { viewBox: '0 0 120 44', class: 'rl-tile-curve', role: 'img', 'aria-label': 'loss of ' + (tile.title || 'no run') });
  const values = tile.curve.filter(Number.isFinite);
  if (values.length < 2) return html('div', 'rl-tile-none', tile.run ? 'not begun' : 'no run yet');
  const [low, high] = extent(values);
  const points = values.map((one, at) => [4 + (112 * at) / (values.length - 1), 40 - (36 * (one - low)) / (high - low || 1)]);
  plot.append(svg('polyline', { points: points.map(pair => pair.join(',')).join(' ') }));
  const [x, y] = points.at(-1);
  plot.append(svg('circle', { cx: x, cy: y, r: 3.5 }));
  return plot;
};

const made = (tile, open) => {
  const node = html(tile.run ? 'button' : 'div', 'rl-card rl-tile');
  node.dataset.kind = tile.kind;
  node.append(html('b', '', tile.name), html('span', 'rl-tile-line', tile.line), curve(tile));
  const badge = html('span', 'rl-badge', tile.verdict in MARKS ? `${MARKS[tile.verdict]} ${tile.number}` : STATES[tile.kind]);
  badge.dataset.state = tile.verdict;
  node.append(html('span', 'rl-tile-foot', badge, html('span', 'rl-quiet rl-tile-title', [tile.lessons, tile.title].filter(Boolean).join(' · '))));
  if (tile.run) {
    node.type = 'button';
    node.title = 'Open this run';
    node.onclick = () => open(tile.run);
  }
  return node;
};

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let grid = parentElement.querySelector('.rl-tiles');
  if (!grid) {
    grid = html('div', 'rl-tiles');
    parentElement.append(html('div', 'rl-stage', grid));
  }
  const open = run => setTriggerValue('open', run);
  data.tiles.forEach((tile, at) => {
    const said = JSON.stringify(tile);
    const known = grid.children[at];
    if (known?.dataset.said === said) return;
    const focused = known === document.activeElement;
    const node = made(tile, open);
    node.dataset.said = said;
    known ? known.replaceWith(node) : grid.append(node);
    if (focused) node.focus();
  });
  while (grid.children.length > data.tiles.length) grid.lastChild.remove();
}
