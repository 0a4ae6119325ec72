// As unsure as guessing among so many characters: a number, so many lit keys, and how they became fewer from epoch to epoch.

const amount = value => (value === null || value === undefined ? '–' : shown(value, value >= 9.95 ? 10 : 1));
const short = epoch => String(Number(epoch.toFixed(2)));
const counted = epoch => `${short(epoch)} ${epoch === 1 ? 'epoch' : 'epochs'}`;

class Unsure {
  constructor() { this.node = html('div', 'rl-beside'); }
  // `here`: the epoch that is shown, or null before the first. Between whole epochs the last measured counts.
  draw(data, here) {
    this.data = data;
    this.known = here ? data.measured.findLast(([epoch, among]) => epoch <= here.epoch && among !== null && (epoch > 0 || here.epoch === 0)) : null;
    const parts = this.known ? [this.number(), this.keys()] : [];
    if (here && !this.known) parts.push(html('p', 'rl-small rl-quiet', 'How unsure it is, is measured after each whole epoch.'));
    if (data.measured.length > 1) parts.push(this.curve());
    this.node.replaceChildren(...parts);
    return parts.length > 0;
  }
  number() {
    return html('div', 'rl-unsure', html('b', '', amount(this.known[1])), html('h4', '', 'As unsure as guessing among so many characters'));
  }
  keys() {
    const { symbols, size, part } = this.data, lit = Math.round(this.known[1]), box = html('div', 'rl-keys');
    box.setAttribute('aria-hidden', 'true');
    box.append(...symbols.map((symbol, at) => html('i', at < lit ? 'rl-lit' : '', symbol)));
    const all = size.toLocaleString('en-US'), more = size > symbols.length ? ` The ${symbols.length} most frequent are drawn.` : '';
    return html('div', '', box, html('p', 'rl-small rl-quiet', `It begins with all ${all}. ${part}${more}`));
  }
  curve() {
    const { total, guess_among: guess } = this.data, measured = this.data.measured.filter(([, among]) => among !== null);
    const width = Math.max(180, this.node.clientWidth || 220), last = measured.at(-1)[0], end = Math.max(total || 0, last, 1);
    const high = Math.max(guess || 0, ...measured.slice(1).map(([, among]) => Math.min(among, this.data.size))) * 1.25;
    const label = `Among how many characters, from epoch 0 to ${short(last)}`;
    const plot = new Plot({ width, height: 150, x: [0, end], y: [0, high], pad: [8, 8, 26, 28], label });
    const low = value => Math.max(plot.Y(value), plot.pad[0]);
    plot.yAxis();
    const places = Plot.spread(0, end, 2);
    plot.xAxis(places, places);
    if (guess !== null) {
      const level = plot.Y(guess), right = width - plot.pad[1];
      plot.add('line', { x1: plot.pad[3], x2: right, y1: level, y2: level, stroke: 'var(--rl-naive)', 'stroke-width': 2, 'stroke-dasharray': '2 4' });
      const words = { x: right, y: level - 7, 'text-anchor': 'end', class: 'rl-end rl-small', fill: 'var(--rl-naive-words)' };
      plot.add('text', { ...words, stroke: 'var(--rl-card)', 'stroke-width': 4, 'paint-order': 'stroke' }, 'by frequency alone');
    }
    let d = '';
    for (const [epoch, among] of measured) d += `${d ? 'L' : 'M'}${plot.X(epoch).toFixed(1)} ${low(among).toFixed(1)}`;
    plot.add('path', { d, fill: 'none', stroke: 'var(--rl-net)', 'stroke-width': 3, 'stroke-linejoin': 'round' });
    if (this.known) plot.add('circle', { cx: plot.X(this.known[0]), cy: low(this.known[1]), r: 5, fill: 'var(--rl-net)', stroke: 'var(--rl-card)', 'stroke-width': 2 });
    return html('div', '', html('h4', '', 'Epoch by epoch'), plot.node);
  }
}
