// What is taken for what: a row for each class, a column for each answer. A table whose cells are darker the larger their share of
// the row is. Names come from users: they are only ever written as text.

const DEEPEST = 45; // percent of the colour: ink on it keeps 4.5 : 1 in both themes
const NAMED = 6, COUNTED = 15; // columns up to which names, and counts, fit
const HIGHEST = 118, LETTER = 8, LEAST = 112; // pixels of a cell, of a letter of a name, of the names

const sum = values => values.reduce((all, one) => all + one, 0);

class Matrix {
  // `pick(row, column)`: called when a cell is chosen; without it cells are only looked at.
  constructor(pick) {
    this.pick = pick;
    this.node = html('div', 'rl-matrix-box');
    this.sizes = new ResizeObserver(() => this.draw());
    this.sizes.observe(this.node);
    this.node.onkeydown = event => this.keys(event);
  }
  // `counts`: a list of rows, or null before the first; `picked`: [row, column].
  update(data) {
    this.data = data;
    this.draw();
  }
  draw() {
    if (!this.data) return;
    const { rows, columns, counts, picked } = this.data, width = widthOf(this.node), numbered = !this.named(width);
    const shape = JSON.stringify([rows, columns, width]);
    if (this.shape !== shape) { this.shape = shape; this.build(numbered); }
    this.cells.forEach((line, row) => {
      const all = counts ? sum(counts[row]) : 0;
      line.forEach((cell, column) => {
        const count = counts ? counts[row][column] : null, share = all ? count / all : 0;
        const color = row === column ? 'net' : 'worse';
        cell.style.background = share ? `color-mix(in srgb, var(--rl-${color}) ${Math.round(8 + (DEEPEST - 8) * share)}%, var(--rl-card))` : '';
        cell.textContent = columns.length > COUNTED ? '' : count === null ? '·' : count.toLocaleString('en-US');
        cell.dataset.none = String(!count);
        cell.title = `It is ${rows[row]}, the network says ${columns[column]}${count === null ? '' : `: ${count.toLocaleString('en-US')} of ${all.toLocaleString('en-US')}`}`;
        if (!this.pick) return;
        const here = picked?.[0] === row && picked[1] === column;
        cell.setAttribute('aria-label', cell.title);
        cell.setAttribute('aria-pressed', String(here));
        cell.tabIndex = here || (!picked && !row && !column) ? 0 : -1;
      });
    });
  }
  // Whether names fit above the columns; else both sides have numbers.
  named(width) {
    const { columns } = this.data, room = (width - this.left(width, 0)) / columns.length;
    return columns.length <= NAMED && columns.every(name => name.length * LETTER <= room);
  }
  left(width, more) {
    const letters = Math.max(...this.data.rows.map(one => one.length + more));
    return Math.max(LEAST, Math.min(Math.round(width * 0.28), 24 + LETTER * letters));
  }
  build(numbered) {
    const { rows, columns } = this.data, size = columns.length, width = widthOf(this.node);
    const table = html('table', 'rl-matrix'), head = html('tr', '', html('td', 'rl-corner', html('span', '', 'it is ↓'), html('span', '', 'network says →')));
    const name = (text, at) => (numbered ? String(at + 1) : text);
    columns.forEach((text, at) => {
      const cell = html('th', '', name(text, at));
      cell.scope = 'col';
      cell.title = text;
      head.append(cell);
    });
    head.firstChild.style.width = `${this.left(width, numbered ? 3 : 0)}px`;
    this.cells = rows.map(() => columns.map(() => html(this.pick ? 'button' : 'span', 'rl-cell')));
    const lines = rows.map((text, row) => {
      const begin = html('th', '', numbered ? `${row + 1} ${text}` : text);
      begin.scope = 'row';
      begin.title = text;
      return html('tr', '', begin, ...this.cells[row].map(cell => html('td', '', cell)));
    });
    if (this.pick) this.cells.forEach((line, row) => line.forEach((cell, column) => { cell.onclick = () => this.pick(row, column); }));
    table.style.setProperty('--rl-high', `${Math.max(22, Math.min(HIGHEST, Math.round(300 / rows.length)))}px`);
    table.dataset.size = size <= 4 ? 'few' : size <= 9 ? 'some' : 'many';
    table.append(html('thead', '', head), html('tbody', '', ...lines));
    this.node.replaceChildren(table);
  }
  keys(event) {
    const [down, right] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key] || [];
    if (down === undefined || !this.pick) return;
    event.preventDefault();
    event.stopPropagation(); // else a scrubber of the page moves, too
    this.cells.forEach((line, row) => line.forEach((cell, column) => {
      if (cell === event.target) this.cells[row + down]?.[column + right]?.focus();
    }));
  }
}
