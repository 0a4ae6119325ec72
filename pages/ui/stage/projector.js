// p: the picture alone, large. Space trains or stops, arrows go through the epochs, ? lists the keys.

const KEYS = [[['space'], 'train or stop'], [['←', '→'], 'epochs'], [['p'], 'projector'], [['?'], 'all keys']];
const SAID = 1600; // milliseconds that a button says what it did

class Projector {
  constructor(parent) {
    this.present = this.button('Present', 'One picture, large, for the whole room (key p)', () => this.toggle());
    this.copy = this.button('Copy picture', 'Picture and verdict as a PNG', () => this.copied());
    this.link = this.button('Copy link', 'The address of this very state', () => this.linked());
    parent.append(html('div', 'rl-share', this.present, this.copy, this.link));
    this.parent = parent;
    this.help = html('dialog', 'rl-key-list');
    this.bar = html('footer', 'rl-projector');
    document.body.append(this.bar, this.help);
    this.keys = event => this.pressed(event);
    this.left = () => { if (!document.fullscreenElement) this.show(false); };
    document.addEventListener('keydown', this.keys);
    document.addEventListener('fullscreenchange', this.left);
  }
  button(words, title, act) {
    const made = html('button', 'rl-quiet-button', words);
    made.title = title;
    made.onclick = act;
    return made;
  }
  update(data) {
    this.data = data;
    this.link.hidden = !data.address;
    const font = getComputedStyle(this.parent).fontFamily, names = KEYS.map(([keys, words]) => this.named(keys, words));
    for (const one of [this.bar, this.help]) one.style.fontFamily = font;
    this.bar.replaceChildren(html('div', 'rl-legend', ...names), html('span', 'rl-line', data.line), ...this.code());
    const close = this.button('Close', '', () => this.help.close());
    this.help.replaceChildren(html('h2', '', 'Keys'), ...KEYS.map(([keys, words]) => this.named(keys, words)), close);
  }
  named(keys, words) {
    return html('p', '', ...keys.map(key => html('kbd', '', key)), ` ${words}`);
  }
  code() {
    const { code } = this.data, size = code.length, quiet = 2;
    if (!size) return [];
    const drawn = svg('svg', { viewBox: `0 0 ${size + 2 * quiet} ${size + 2 * quiet}`, role: 'img', 'aria-label': 'QR code of this page' });
    drawn.append(svg('rect', { width: '100%', height: '100%', fill: '#fff' }));
    const dark = code.flatMap((row, y) => [...row].flatMap((one, x) => (one === '1' ? [`M${x + quiet} ${y + quiet}h1v1h-1z`] : [])));
    drawn.append(svg('path', { d: dark.join(''), fill: '#000', 'shape-rendering': 'crispEdges' }));
    return [html('span', 'rl-see', 'See it on your own screen'), drawn];
  }
  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || typing()) return;
    if (event.key === 'p') this.toggle();
    else if (event.key === '?') this.help.showModal();
    else if (event.key === ' ' && !document.activeElement?.closest('button, a, summary, dialog')) {
      event.preventDefault();
      document.querySelector('.st-key-stop button:not(:disabled), .st-key-train button:not(:disabled)')?.click();
    }
  }
  toggle() {
    const now = !document.documentElement.classList.contains('rl-projected');
    this.show(now);
    if (now) document.documentElement.requestFullscreen?.().catch(() => {}); // not everywhere allowed; the picture is large anyway
    else if (document.fullscreenElement) document.exitFullscreen();
  }
  show(now) {
    document.documentElement.classList.toggle('rl-projected', now);
  }
  async copied() {
    const picture = await pictureCard(document.querySelector('.st-key-stage'), this.data.line);
    this.say(this.copy, picture ? await copyOrSave(picture) : 'Nothing drawn to copy');
  }
  async linked() {
    try {
      await navigator.clipboard.writeText(this.data.address);
      this.say(this.link, 'Copied');
    } catch {
      prompt('The address of this very state', this.data.address);
    }
  }
  say(button, words) {
    const before = button.dataset.words ??= button.textContent;
    button.textContent = words;
    clearTimeout(button.timer);
    button.timer = setTimeout(() => { button.textContent = before; }, SAID);
  }
  remove() {
    this.show(false);
    document.removeEventListener('keydown', this.keys);
    document.removeEventListener('fullscreenchange', this.left);
    this.bar.remove();
    this.help.remove();
  }
}

export default function (component) {
  const { data, parentElement } = component;
  parentElement.projector ??= new Projector(parentElement);
  parentElement.projector.update(data);
  return () => { if (!parentElement.isConnected) { parentElement.projector?.remove(); parentElement.projector = null; } };
}
