// See it write: the newest sample types itself; afterwards each epoch and temperature can be looked at.

const LETTER = 30, REST = 700; // milliseconds: a letter; how long a whole sample stands before a newer one is typed
const EARLIER = [0, 1, 3, 6], ONE_LINE = 90;

class Written {
  constructor(parent) {
    this.head = html('div', 'rl-head');
    this.about = html('h3');
    this.choice = html('div', 'rl-segment');
    this.choice.setAttribute('role', 'group');
    this.choice.setAttribute('aria-label', 'Temperature');
    this.box = html('div', 'rl-text');
    this.box.dir = 'auto';
    this.box.tabIndex = 0; // it scrolls
    this.box.setAttribute('role', 'group');
    this.box.setAttribute('aria-label', 'What the network writes');
    this.note = html('p', 'rl-small rl-quiet');
    this.earlier = html('div', 'rl-earlier');
    this.unsure = new Unsure();
    this.scrubber = new Scrubber(() => this.draw());
    this.look = html('p', 'rl-look');
    this.table = tableFold(() => this.rows());
    this.heats = html('div', 'rl-heats', html('span', 'rl-quiet', 'Temperature'), this.choice);
    this.bar = html('div', 'rl-textbar', this.about, this.heats);
    const text = html('div', 'rl-texts', this.bar, this.box, this.note, this.earlier);
    this.two = html('div', 'rl-two', text, this.unsure.node);
    const card = html('section', 'rl-card rl-learning rl-written', this.head, this.two, this.scrubber.node);
    this.node = html('div', 'rl-stage', card, this.look, this.table);
    parent.append(this.node);
    this.sizes = new ResizeObserver(() => { if (this.data && this.two.clientWidth !== this.drawnAt) this.beside(); });
    this.sizes.observe(this.two);
  }
  update(data) {
    if (this.data?.id !== data.id) {
      this.rest();
      Object.assign(this.scrubber, { at: null });
      Object.assign(this, { heat: data.usual, shown: null });
    }
    this.data = data;
    this.scrubber.update(data.epochs.map(one => one.epoch), data.total);
    this.scrubber.node.hidden = this.table.hidden = !data.epochs.length;
    this.look.replaceChildren(html('b', '', 'What to look for: '), data.look);
    liveHead(this.head, data);
    this.temperatures();
    if (!data.live) this.draw();
    else if (this.here && this.scrubber.at === null) this.follow();
    else if (!this.here) this.toCome();
    this.beside();
    if (this.table.open) this.table.fill();
  }
  get here() { return this.data.epochs[this.scrubber.place]; }
  temperatures() {
    this.heats.hidden = !this.data.epochs.length;
    const heats = this.data.temperatures;
    if (this.choice.children.length !== heats.length) this.choice.replaceChildren(...heats.map((heat, at) => {
      const button = html('button', '', String(heat));
      button.setAttribute('aria-label', `Temperature ${heat}`);
      button.onclick = () => { this.heat = at; this.temperatures(); this.draw(); };
      return button;
    }));
    [...this.choice.children].forEach((button, at) => button.setAttribute('aria-pressed', String(at === this.heat)));
  }
  // While it trains: a sample is typed to its end before a newer one begins.
  follow() {
    if (this.typing || this.resting || this.shown === this.here.epoch) return;
    if (calm()) { this.draw(); return; }
    this.title(this.here);
    this.type(this.here);
  }
  type(one) {
    const text = one.texts[this.heat], size = this.letters(text).length, begin = performance.now();
    this.shown = one.epoch;
    this.note.textContent = '';
    let before = -1;
    const frame = now => {
      const count = Math.min(size, Math.floor((now - begin) / LETTER));
      if (count !== before) this.paint(text, count);
      before = count;
      if (count < size) { this.typing = requestAnimationFrame(frame); return; }
      this.typing = 0;
      this.note.textContent = text.note;
      this.resting = setTimeout(() => { this.resting = 0; if (this.data.live && this.scrubber.at === null) this.follow(); }, REST);
    };
    this.typing = requestAnimationFrame(frame);
  }
  rest() {
    cancelAnimationFrame(this.typing);
    clearTimeout(this.resting);
    this.typing = this.resting = 0;
  }
  // The whole text of the epoch that is chosen.
  draw() {
    this.rest();
    if (!this.here) { this.toCome(); return; }
    const text = this.here.texts[this.heat];
    this.title(this.here);
    this.paint(text, Infinity);
    this.box.scrollTop = 0;
    this.note.textContent = text.note;
    this.shown = this.here.epoch;
    this.beside();
  }
  title(one) { this.about.textContent = `After ${counted(one.epoch)}`; }
  letters(text) { return Array.from(text.pieces.map(piece => piece.text).join('')); }
  paint(text, count) {
    const follow = this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < 40;
    const parts = [html('span', 'rl-prompt', `… ${this.data.prompt}`)];
    let left = count;
    for (const piece of text.pieces) {
      const letters = Array.from(piece.text), some = letters.length > left ? letters.slice(0, left).join('') : piece.text;
      if (some) parts.push(html('span', piece.mark === 'copy' ? 'rl-copied' : '', some));
      left -= letters.length;
      if (left <= 0) break;
    }
    if (count !== Infinity) parts.push(html('span', 'rl-cursor'));
    this.box.replaceChildren(...parts);
    if (follow) this.box.scrollTop = this.box.scrollHeight;
  }
  // Before the first sample: how the text itself goes on, and what the simplest guess would write.
  toCome() {
    const { prompt, goes_on, guess } = this.data;
    this.about.textContent = 'So the text itself goes on';
    this.box.replaceChildren(html('span', 'rl-prompt', `… ${prompt}`), goes_on);
    this.note.textContent = '';
    this.drawn = '';
    this.earlier.replaceChildren(html('p', 'rl-guess', html('b', '', 'The simplest guess: '), guess.replace(/\s+/g, ' ')));
    this.shown = null;
  }
  beside() {
    this.drawnAt = this.two.clientWidth;
    const there = this.unsure.draw(this.data, this.here || null);
    this.two.classList.toggle('rl-alone', !there);
    if (this.here) this.before();
  }
  // How it came to this: a line each of a few epochs.
  before() {
    const { epochs } = this.data, now = this.here, last = epochs.length - 1;
    const found = EARLIER.map(wanted => epochs.findIndex(one => one.epoch >= wanted)).filter(at => at >= 0);
    const lines = [...new Set([...found, this.scrubber.place, last])].sort((one, other) => one - other);
    const drawn = JSON.stringify([lines, now.epoch, this.heat, this.data.id]), held = this.earlier.contains(document.activeElement);
    if (this.drawn === drawn) return; // who has come there by the keyboard stays
    this.drawn = drawn;
    if (lines.length < 2) { this.earlier.replaceChildren(); return; }
    const rows = lines.map(at => {
      const one = epochs[at], row = html('button', one === now ? 'rl-now' : '', html('b', '', short(one.epoch)), html('span', '', this.line(one)));
      row.setAttribute('aria-label', `After epoch ${short(one.epoch)}: ${this.line(one)}`);
      row.onclick = () => this.scrubber.go(at);
      return row;
    });
    this.earlier.replaceChildren(html('h4', '', 'How it came to this'), ...rows);
    if (held) this.earlier.querySelector('.rl-now').focus();
  }
  line(one) { return this.letters(one.texts[this.heat]).slice(0, ONE_LINE).join('').replace(/\s+/g, ' '); }
  rows() {
    const { epochs, measured, temperatures } = this.data, among = new Map(measured);
    const rows = epochs.map(one => [short(one.epoch), amount(among.get(one.epoch)), this.line(one)]);
    return { header: ['Epoch', 'Among', `At temperature ${temperatures[this.heat]} it writes`], rows };
  }
  remove() {
    this.rest();
    this.sizes.disconnect();
    this.scrubber.remove();
  }
}

export default function (component) {
  const { data, parentElement } = component;
  parentElement.written ??= new Written(parentElement);
  parentElement.written.update(data);
  return () => { if (!parentElement.isConnected) { parentElement.written?.remove(); parentElement.written = null; } };
}
