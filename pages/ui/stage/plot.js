// Drawing that all pictures share: a small chart in SVG, its table, keys. Colours are the tokens of look.css.

const svg = (name, attributes = {}, text) => {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
};

const html = (name, style = '', ...children) => {
  const node = document.createElement(name);
  if (style) node.className = style;
  node.append(...children);
  return node;
};

const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

// A number as people write it, with as many digits as `near` (a distance that matters) asks for.
const shown = (value, near) => {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const digits = Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(Math.abs(near) || 1))));
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }).replace('-', '−');
};

// On the way from one number to another, or of a list of them; one that is missing does not move.
const between = (from, to, share) => {
  if (Array.isArray(to)) return to.map((one, at) => between(from?.[at], one, share));
  return to === null || from === null || from === undefined ? to : from + (to - from) * share;
};

// The lowest and the highest: spread into Math.min, some 100,000 values are too many.
const extent = values => values.reduce(([low, high], one) => [Math.min(low, one), Math.max(high, one)], [Infinity, -Infinity]);

const ticksBetween = (low, high, most = 4) => {
  const raw = (high - low) / most || 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map(one => one * power).find(one => one >= raw);
  const found = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step * 1e-9; at += step) found.push(Math.abs(at) < step * 1e-9 ? 0 : at);
  return { values: found, step };
};

class Plot {
  // `x`, `y`: ranges; `pad`: top, right, bottom, left.
  constructor({ width, height, x, y, pad, label }) {
    Object.assign(this, { width, height, x, y, pad });
    this.node = svg('svg', { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label });
    this.node.style.display = 'block';
  }
  X(value) {
    const [low, high] = this.x;
    return this.pad[3] + ((value - low) / (high - low || 1)) * (this.width - this.pad[1] - this.pad[3]);
  }
  Y(value) {
    const [low, high] = this.y;
    return this.height - this.pad[2] - ((value - low) / (high - low || 1)) * (this.height - this.pad[0] - this.pad[2]);
  }
  add(name, attributes, text) {
    return this.node.appendChild(svg(name, attributes, text));
  }
  path(values, first = 0) {
    let drawn = '', down = false;
    values.forEach((value, at) => {
      if (value === null || value === undefined) { down = false; return; }
      drawn += `${down ? 'L' : 'M'}${this.X(first + at).toFixed(1)} ${this.Y(value).toFixed(1)}`;
      down = true;
    });
    return drawn;
  }
  line(values, color, width, { first = 0, dash = '', opacity = 1, halo = 0 } = {}) {
    const drawn = this.path(values, first), round = { fill: 'none', 'stroke-linejoin': 'round', 'stroke-linecap': 'round' };
    if (halo) this.add('path', { d: drawn, ...round, stroke: 'var(--rl-card)', 'stroke-width': halo });
    const style = { d: drawn, ...round, stroke: color, 'stroke-width': width, opacity };
    return this.add('path', dash ? { ...style, 'stroke-dasharray': dash } : style);
  }
  // The ground between two edges; a row without edges is a gap.
  area(low, high, color, { first = 0, opacity = 0.16 } = {}) {
    let from = 0;
    for (let at = 0; at <= low.length; at++) {
      if (at < low.length && low[at] !== null && high[at] !== null) continue;
      if (at > from) {
        const back = high.slice(from, at).map((value, place) => `L${this.X(first + from + place).toFixed(1)} ${this.Y(value).toFixed(1)}`);
        this.add('path', { d: `${this.path(low.slice(from, at), first + from)}${back.reverse().join('')}Z`, fill: color, opacity, class: 'rl-band' });
      }
      from = at + 1;
    }
  }
  yAxis(unit = '') {
    const { values, step } = ticksBetween(...this.y);
    for (const value of values) {
      const y = this.Y(value);
      this.add('line', { x1: this.pad[3], x2: this.width - this.pad[1], y1: y, y2: y, stroke: 'var(--rl-border)' });
      this.add('text', { x: this.pad[3] - 9, y: y + 4.5, 'text-anchor': 'end', class: 'rl-axis' }, shown(value, step * 10) + unit);
    }
  }
  // About `count` places from `first` to `last`, both among them.
  static spread(first, last, count) {
    const steps = Math.max(1, Math.min(count, last - first));
    return Array.from({ length: steps + 1 }, (_, at) => Math.round(first + ((last - first) * at) / steps));
  }
  // `labels`: of places on the x axis. The outer ones stay inside; of those too close to a neighbour some are left out.
  xAxis(places, labels) {
    let end = -Infinity;
    const room = this.width - this.pad[1] + 60;
    places.forEach((place, at) => {
      const text = String(labels[at]), half = text.length * 3.6, x = Math.min(Math.max(this.X(place), half), room - half);
      if (x - half < end + 10) return;
      end = x + half;
      this.add('text', { x, y: this.height - this.pad[2] + 21, 'text-anchor': 'middle', class: 'rl-axis' }, text);
    });
  }
  // Labels at the ends of lines, pushed apart: `{at, value, text, color, words, small}`.
  ends(labels, gap = 19) {
    const there = labels.filter(one => one.value !== null && one.value !== undefined);
    const placed = there.map(one => ({ ...one, y: this.Y(one.value) })).sort((one, other) => one.y - other.y);
    placed.forEach((one, at) => { if (at && one.y - placed[at - 1].y < gap) one.y = placed[at - 1].y + gap; });
    const below = placed.length ? placed.at(-1).y - (this.height - this.pad[2]) : 0;
    if (below > 0) placed.forEach(one => { one.y -= below; });
    const right = this.width - this.pad[1];
    for (const one of placed) {
      const d = `M${this.X(one.at) + 4} ${this.Y(one.value)}L${right + 16} ${one.y}`;
      this.add('path', { d, stroke: one.color, fill: 'none', 'stroke-width': 1.2, opacity: 0.6 });
      const style = { x: right + 20, y: one.y + 4.5, class: one.small ? 'rl-end rl-small' : 'rl-end', fill: one.words };
      this.add('text', style, one.text);
    }
  }
}

// The numbers of a picture as a table, made when it is asked for. `read` gives the header and the rows.
const tableFold = read => {
  const fold = html('details', 'rl-table');
  fold.append(html('summary', '', 'Table'));
  const fill = () => {
    if (!fold.open) return;
    const { header, rows } = read();
    const cells = (name, values) => values.map(value => html(name, '', value === null || value === undefined ? '–' : String(value)));
    const table = html('table', '', html('thead', '', html('tr', '', ...cells('th', header))));
    table.append(html('tbody', '', ...rows.map(row => html('tr', '', ...cells('td', row)))));
    fold.querySelector('div')?.remove();
    fold.append(html('div', '', table));
  };
  fold.addEventListener('toggle', fill);
  fold.fill = fill;
  return fold;
};

// Whether the keyboard belongs to a field of the page just now.
const typing = () => {
  const active = document.activeElement;
  return Boolean(active?.closest('input, textarea, select, [role="slider"], [role="combobox"], [contenteditable="true"]'));
};

// A picture's height: alone on a wall it fills the window, of which the verdict and the line of keys take their part.
const ZOOM = 1.6, BESIDE = 330;
const heightOf = usual => {
  const alone = document.documentElement.classList.contains('rl-projected');
  return alone ? Math.max(260, innerHeight / ZOOM - BESIDE) : usual;
};
const widthOf = box => Math.max(260, box.clientWidth);
