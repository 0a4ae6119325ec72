// What came of a forecast: the last rows close, three lines that stay three, below them the whole with a window to drag.

const NEAR = [60, 200], NARROW = 560, NEAR_NARROW = [30, 200];

class Lines {
  constructor(parent) {
    this.title = html('h3');
    this.about = html('span', 'rl-quiet rl-about');
    this.choice = html('div', 'rl-segment');
    this.choice.setAttribute('role', 'group');
    this.choice.setAttribute('aria-label', 'Rows shown');
    this.picture = html('div', 'rl-picture');
    this.whole = html('div', 'rl-whole');
    this.look = html('p', 'rl-look');
    this.table = tableFold(() => this.rows());
    const words = html('div', 'rl-titles', this.title, this.about);
    const card = html('section', 'rl-card rl-titled rl-lines', html('div', 'rl-head', words, this.choice), this.picture, this.whole, this.look, this.table);
    this.node = html('div', 'rl-stage', card);
    parent.append(this.node);
    this.sizes = new ResizeObserver(() => { if (widthOf(this.picture) !== this.drawnAt) this.draw(); });
    this.sizes.observe(this.picture);
  }
  update(data) {
    if (this.data?.id !== data.id) this.window = null;
    this.data = data;
    this.title.textContent = data.title;
    this.about.textContent = data.about;
    this.look.replaceChildren(html('b', '', 'What to look for: '), data.look);
    this.draw();
    if (this.table.open) this.table.fill();
  }
  get size() { return this.data.labels.length; }
  get counts() { return this.drawnAt < NARROW ? NEAR_NARROW : NEAR; }
  near(count) {
    const rows = Math.min(count, this.size);
    this.window = { first: this.size - rows, last: this.size - 1 };
    this.draw();
  }
  draw() {
    if (!this.data || !this.node.isConnected) return;
    const width = (this.drawnAt = widthOf(this.picture)), narrow = width < NARROW;
    if (!this.window) {
      const rows = Math.min(this.counts[0], this.size);
      this.window = { first: this.size - rows, last: this.size - 1 };
    }
    this.choices();
    const { first, last } = this.window, { labels, lines, unit, band } = this.data, cut = values => values.slice(first, last + 1);
    const edges = band ? [cut(band.low), cut(band.high)] : [];
    const seen = [...lines.map(line => cut(line.values)), ...edges].flat().filter(one => one !== null);
    const [low, high] = extent(seen), more = (high - low) * 0.08 || 1;
    const names = lines.map(line => line.name).join(', ');
    const pad = [18, narrow ? 108 : 150, 32, 58], label = `${this.data.title}: ${names}, ${labels[first]} to ${labels[last]}`;
    const plot = new Plot({ width, height: heightOf(narrow ? 300 : 400), x: [first, last], y: [low - more, high + more], pad, label });
    plot.yAxis(unit.startsWith('°') ? ' °' : '');
    const places = Plot.spread(first, last, narrow ? 2 : 3);
    plot.xAxis(places, places.map(place => labels[place]));
    if (band) plot.area(...edges, 'var(--rl-net)', { first });
    const few = last - first <= NEAR[1];
    for (const line of lines) {
      const wide = few ? line.width : Math.min(line.width, 1.8);
      plot.line(cut(line.values), `var(--rl-${line.color})`, wide, { first, dash: line.dash, halo: few ? line.width + 3 : 0 });
    }
    if (last - first <= NEAR[0]) for (const line of lines.filter(one => one.dots)) {
      cut(line.values).forEach((value, at) => {
        if (value !== null) plot.add('circle', { cx: plot.X(first + at), cy: plot.Y(value), r: 2.6, fill: `var(--rl-${line.color})`, stroke: 'var(--rl-card)', 'stroke-width': 0.8 });
      });
    }
    plot.ends(lines.map(line => ({ at: last, value: line.values[last], text: narrow ? line.short : line.name, color: `var(--rl-${line.color})`, words: `var(--rl-${line.words})` })));
    this.picture.replaceChildren(plot.node);
    this.overview(width, pad);
  }
  choices() {
    const rows = this.window.last - this.window.first + 1, atEnd = this.window.last === this.size - 1;
    const counts = [...this.counts.filter(count => count < this.size), this.size];
    this.choice.hidden = counts.length < 2;
    this.choice.replaceChildren(...counts.map((count, at) => {
      const all = count === this.size, button = html('button', '', all ? 'All' : at ? String(count) : `Last ${count} ${this.data.row_name}s`);
      button.setAttribute('aria-pressed', String(atEnd && rows === count));
      button.onclick = () => this.near(count);
      return button;
    }));
  }
  overview(width, pad) {
    const all = this.data.lines.find(line => line.actual).values, size = this.size;
    this.whole.hidden = size <= this.counts[0];
    if (this.whole.hidden) return;
    const there = all.filter(one => one !== null);
    const plot = new Plot({ width, height: 44, x: [0, size - 1], y: extent(there), pad: [6, pad[1], 6, pad[3]], label: 'All rows' });
    const left = plot.X(0), right = plot.X(size - 1);
    plot.add('rect', { x: left, y: 1, width: right - left, height: 42, rx: 6, fill: 'var(--rl-field)' });
    const step = Math.max(1, Math.floor(size / 1000));
    let d = '';
    for (let at = 0; at < size; at += step) if (all[at] !== null) d += `${d ? 'L' : 'M'}${plot.X(at).toFixed(1)} ${plot.Y(all[at]).toFixed(1)}`;
    plot.add('path', { d, fill: 'none', stroke: 'var(--rl-learned)', 'stroke-width': 1.3 });
    const from = plot.X(this.window.first), to = plot.X(this.window.last);
    const frame = plot.add('rect', { x: from, y: 1.5, width: Math.max(6, to - from), height: 41, rx: 6, class: 'rl-window' });
    for (const x of [from, to]) plot.add('rect', { x: x - 3, y: 14, width: 6, height: 16, rx: 3, fill: 'var(--rl-net)' });
    plot.add('text', { x: right + 14, y: 27, class: 'rl-axis' }, 'drag to move');
    this.whole.replaceChildren(plot.node);
    this.whole.onpointerdown = event => {
      this.whole.setPointerCapture(event.pointerId);
      const rows = this.window.last - this.window.first, scale = (size - 1) / (right - left);
      const at = moved => (moved.clientX - this.whole.getBoundingClientRect().left - left) * scale;
      const held = event.target === frame ? at(event) - this.window.first : rows / 2;
      const go = moved => {
        const first = Math.round(Math.max(0, Math.min(size - 1 - rows, at(moved) - held)));
        this.window = { first, last: first + rows };
        this.queued ??= requestAnimationFrame(() => { this.queued = null; this.draw(); });
      };
      go(event);
      this.whole.onpointermove = moved => { if (moved.buttons) go(moved); };
    };
  }
  rows() {
    const { lines, labels, band } = this.data, { first, last } = this.window, rows = [], edges = band ? [band.low, band.high] : [];
    const there = lines[0].values.filter(one => one !== null), [least, most] = extent(there), near = (most - least) / 10;
    for (let at = first; at <= last; at++) rows.push([labels[at], ...lines.map(line => shown(line.values[at], near)), ...edges.map(edge => shown(edge[at], near))]);
    return { header: ['', ...lines.map(line => line.name), ...(band ? ['band from', 'to'] : [])], rows };
  }
}

export default function (component) {
  const { data, parentElement } = component;
  parentElement.lines ??= new Lines(parentElement);
  parentElement.lines.update(data);
  return () => { if (!parentElement.isConnected) { parentElement.lines?.sizes.disconnect(); parentElement.lines = null; } };
}
