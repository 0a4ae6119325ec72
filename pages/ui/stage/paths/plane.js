// A path and where somebody goes beside it, with the same scale in all directions, so that it keeps its shape. One in space is seen
// from a corner.

const ROOM = 0.12, FAR = 0.5; // around the path, of its size; how far out somebody who strays is still followed
const APART = 6; // pixels, the places of a line that words keep off
const NEAR_PLACES = [[1, 0], [-1, 0], [0, -1], [0, 1], [1, -1], [1, 1], [-1, -1], [-1, 1]]; // of a word beside its point

const flat = ([x, y, z]) => (z === undefined ? [x, y] : [(x - y) * Math.SQRT1_2, (2 * z - x - y) / Math.sqrt(6)]);
const whole = point => point.every(one => one !== null && Number.isFinite(one));

class Plane extends Plot {
  // `points` are in the picture, with some room around, `strays` as far as they are near.
  constructor({ width, height, points, strays, pad, label }) {
    const seen = points.map(flat), inner = [width - pad[1] - pad[3], height - pad[0] - pad[2]];
    const edges = [0, 1].map(at => [Math.min(...seen.map(one => one[at])), Math.max(...seen.map(one => one[at]))]);
    const size = Math.max(...edges.map(([low, high]) => high - low)) || 1, others = strays.filter(whole).map(flat);
    const ranges = edges.map(([low, high], at) => {
      const out = others.map(one => Math.max(low - FAR * size, Math.min(high + FAR * size, one[at])));
      return [Math.min(low, ...out) - ROOM * size, Math.max(high, ...out) + ROOM * size];
    });
    const pixel = Math.max(...ranges.map(([low, high], at) => (high - low) / inner[at]));
    const [x, y] = ranges.map(([low, high], at) => [-0.5, 0.5].map(side => (low + high) / 2 + side * inner[at] * pixel));
    super({ width, height, x, y, pad, label });
    this.drawn = []; // places in pixels that words keep off
    this.words = [];
    this.frame = this.node;
  }
  // Beside the frame nothing is drawn of the lines that are drawn after this.
  clip() {
    const [top, right, bottom, left] = this.pad, width = this.width - left - right, height = this.height - top - bottom;
    this.node = this.add('svg', { x: left, y: top, width, height, viewBox: `${left} ${top} ${width} ${height}` });
  }
  at(point) {
    const [x, y] = flat(point);
    return [this.X(x), this.Y(y)];
  }
  path(points) {
    let drawn = '', before = null;
    for (const point of points) {
      const place = whole(point) ? this.at(point) : null;
      if (place) drawn += `${before ? 'L' : 'M'}${place.map(one => one.toFixed(1)).join(' ')}`;
      if (place && before) this.keepOff(before, place);
      before = place;
    }
    return drawn;
  }
  keepOff(from, to) {
    const count = Math.min(100, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / APART));
    for (let at = 1; at <= count; at++) this.drawn.push(between(from, to, at / count));
  }
  dot(point, r, fill) {
    if (!whole(point)) return;
    const [cx, cy] = this.at(point);
    this.add('circle', { cx, cy, r, fill, stroke: 'var(--rl-card)', 'stroke-width': 2 });
  }
  axes(names) {
    if (names.length > 2) return this.corner(names);
    this.yAxis();
    const { values, step } = ticksBetween(...this.x, this.width < 500 ? 4 : 8);
    this.xAxis(values, values.map(value => shown(value, step * 10)));
    this.add('text', { x: this.pad[3], y: 13, class: 'rl-axis' }, `↑ ${names[1]}`);
    this.add('text', { x: this.width - this.pad[1], y: this.height - 3, 'text-anchor': 'end', class: 'rl-axis' }, `${names[0]} →`);
  }
  // Where the three directions of space point.
  corner(names) {
    const x = this.pad[3] + 40, y = this.height - this.pad[2] - 34;
    names.forEach((name, at) => {
      const [right, up] = flat([0, 1, 2].map(one => Number(one === at)));
      this.add('line', { x1: x, y1: y, x2: x + 34 * right, y2: y - 34 * up, stroke: 'var(--rl-second)', 'stroke-width': 1.5 });
      this.add('text', { x: x + 46 * right, y: y - 46 * up + 4, 'text-anchor': 'middle', class: 'rl-axis' }, name);
    });
  }
  // A word where a way ends, or where it is last seen: `{text, words, small}`.
  word(points, label) {
    const [top, right, bottom, left] = this.pad;
    const seen = ([x, y]) => x >= left && x <= this.width - right && y >= top && y <= this.height - bottom;
    const point = points.findLast(one => whole(one) && seen(this.at(one)));
    if (point) this.words.push({ point, ...label });
  }
  // All words, where they cover least.
  write() {
    this.node = this.frame;
    const boxes = [];
    for (const { point, text, words, small } of this.words) {
      const size = [text.length * (small ? 6.8 : 8) + 6, 20], places = NEAR_PLACES.map(place => this.beside(this.at(point), size, place));
      const costs = places.map((box, order) => order * 0.3 + this.covered(box, boxes));
      const box = places[costs.indexOf(Math.min(...costs))];
      boxes.push(box);
      const style = { x: (box[0] + box[2]) / 2, y: box[1] + 15, 'text-anchor': 'middle', fill: words };
      this.add('text', { ...style, class: `rl-end rl-word${small ? ' rl-small' : ''}` }, text);
    }
  }
  beside([x, y], [wide, high], [right, down]) {
    const [top, after, bottom, left] = this.pad, gap = 10;
    const inside = (value, low, most) => Math.max(low, Math.min(most, value));
    const from = inside(x + right * gap + ((right - 1) / 2) * wide, left, this.width - after - wide);
    const above = inside(y + down * gap + ((down - 1) / 2) * high, top, this.height - bottom - high);
    return [from, above, from + wide, above + high];
  }
  covered([left, top, right, bottom], boxes) {
    const points = this.drawn.filter(([x, y]) => x > left && x < right && y > top && y < bottom).length;
    const words = boxes.filter(one => one[0] < right && one[2] > left && one[1] < bottom && one[3] > top).length;
    return points + 100 * words;
  }
}

// The picture of a way: `known` points, then with closed eyes `said` beside `actual` and `naive`; `earlier` ways of it are
// ghosts.
const wayPicture = (way, said, { width, label, strays, steps = way.actual.length, earlier = [] }) => {
  const { known, actual, naive, naive_name, coordinates } = way, narrow = width < 560, start = known.at(-1);
  const seen = known.slice(-actual.length), from = points => [start, ...points];
  const pad = coordinates.length > 2 ? [12, 12, 12, 12] : [22, 12, 40, narrow ? 34 : 52];
  const plot = new Plane({ width, height: heightOf(narrow ? 330 : 440), points: [...seen, ...actual], strays, pad, label });
  plot.axes(coordinates);
  plot.clip();
  plot.line(from(naive.slice(0, steps)), 'var(--rl-naive)', 1.6, { dash: '2 4' });
  plot.line(seen, 'var(--rl-actual)', 2.4, { opacity: 0.55 });
  plot.line(from(actual), 'var(--rl-actual)', 2.4, { halo: 5.5 });
  earlier.forEach((one, at) => plot.line(from(one.said), 'var(--rl-memory)', 1.8, { dash: '1 5', opacity: 0.6 + 0.12 * at }));
  if (said) plot.line(from(said.slice(0, steps)), 'var(--rl-memory)', 4, { dash: '1 7' });
  plot.dot(start, 6, 'var(--rl-actual)');
  if (steps) plot.dot(actual[steps - 1], 5, 'var(--rl-actual)');
  if (said && steps) plot.dot(said[steps - 1], 6, 'var(--rl-memory)');
  plot.word([start], { text: 'eyes close here', words: 'var(--rl-actual)', small: true });
  plot.word(actual, { text: narrow ? 'true' : 'true path', words: 'var(--rl-actual)' });
  if (said && steps) plot.word(from(said.slice(0, steps)), { text: 'closed eyes', words: 'var(--rl-memory-words)' });
  if (steps) plot.word(from(naive.slice(0, steps)), { text: naive_name, words: 'var(--rl-naive-words)' });
  for (const one of earlier) plot.word(from(one.said), { text: `epoch ${one.epoch}`, words: 'var(--rl-memory-words)', small: true });
  plot.write();
  return plot.node;
};

// A distance that matters beside a path.
const nearOf = ({ actual, coordinates }) => {
  const sizes = coordinates.map((_, at) => Math.max(...actual.map(one => one[at])) - Math.min(...actual.map(one => one[at])));
  return Math.max(...sizes) / 10;
};

// Its table: the coordinates step by step.
const wayTable = (way, said) => {
  const { actual, naive, naive_name, coordinates } = way, near = nearOf(way);
  const of = points => coordinates.map((_, at) => points?.map(one => one[at]) || []);
  const header = ['true', 'closed eyes', naive_name].flatMap(name => coordinates.map(coordinate => `${name}: ${coordinate}`));
  const columns = [actual, said, naive].flatMap(of);
  return { header: ['step', ...header], rows: actual.map((_, at) => [at + 1, ...columns.map(column => shown(column[at], near))]) };
};
