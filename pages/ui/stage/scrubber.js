// A stop at each epoch that was kept, a thumb at the one that is shown, Play, arrow keys. While the thumb stands at the newest it
// goes on with the training. Or the same of the steps of a run: `every`: milliseconds a stop; `everywhere`:
// whether the arrow keys count anywhere on the page.

const EPOCHS = { name: 'Epoch', hint: 'epoch by epoch', play: 'Play the epochs', every: 250, everywhere: true, dots: true };
const MOST_DOTS = 60; // more of them are a bar

class Scrubber {
  constructor(show, of = EPOCHS) {
    this.of = of;
    this.show = show;
    this.at = null; // null: the newest
    this.epochs = [];
    this.button = html('button', 'rl-play');
    this.button.onclick = () => this.play();
    this.track = html('div', 'rl-track');
    this.track.tabIndex = 0;
    this.track.setAttribute('role', 'slider');
    this.track.setAttribute('aria-label', `${of.name} shown`);
    this.track.onpointerdown = event => { this.track.setPointerCapture(event.pointerId); this.drag(event); };
    this.track.onpointermove = event => { if (event.buttons) this.drag(event); };
    const hint = html('span', 'rl-hint rl-quiet', html('kbd', '', '←'), html('kbd', '', '→'), ` ${of.hint}`);
    this.node = html('div', 'rl-scrubber', this.button, this.track, hint);
    this.keys = event => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.activeElement !== this.track && (typing() || !of.everywhere)) return;
      event.preventDefault();
      this.pause();
      this.go(this.place + step);
    };
    document.addEventListener('keydown', this.keys);
  }
  get place() { return this.at === null ? this.epochs.length - 1 : Math.min(this.at, this.epochs.length - 1); }
  // `epochs`: those that were kept; `end`: the last there will be, if that is known.
  update(epochs, end) {
    this.epochs = epochs;
    this.end = Math.max(end || 0, epochs.at(-1) || 0, 1);
    this.draw();
  }
  go(place) {
    const last = this.epochs.length - 1, next = Math.max(0, Math.min(last, place));
    this.at = next === last ? null : next;
    this.draw();
    this.show();
  }
  drag(event) {
    this.pause();
    const { left, width } = this.track.getBoundingClientRect(), epoch = ((event.clientX - left) / width) * this.end;
    const near = this.epochs.map(one => Math.abs(one - epoch));
    this.go(near.indexOf(Math.min(...near)));
  }
  play() {
    if (this.timer) return this.pause();
    if (this.place === this.epochs.length - 1) this.go(0);
    this.timer = setInterval(() => {
      if (this.place >= this.epochs.length - 1 || !this.node.isConnected) return this.pause();
      this.go(this.place + 1);
    }, this.of.every);
    this.draw();
  }
  pause() {
    clearInterval(this.timer);
    this.timer = 0;
    this.draw();
  }
  draw() {
    const place = epoch => `${(100 * epoch) / this.end}%`, now = this.epochs[this.place] || 0;
    this.button.textContent = this.timer ? '❚❚' : '▶';
    this.button.setAttribute('aria-label', this.timer ? 'Pause' : this.of.play);
    this.button.disabled = this.epochs.length < 2;
    const rail = html('b'), done = html('b', 'rl-done'), thumb = html('span', 'rl-thumb');
    done.style.width = place(now);
    thumb.style.left = place(now);
    const dots = this.of.dots && this.epochs.length <= MOST_DOTS ? this.epochs : [];
    const stops = dots.map(epoch => { const stop = html('i'); stop.style.left = place(epoch); return stop; });
    const ends = [0, this.end].map(epoch => { const word = html('s', '', String(Math.round(epoch))); word.style.left = place(epoch); return word; });
    this.track.replaceChildren(rail, done, ...stops, thumb, ...ends);
    for (const [name, value] of Object.entries({ valuemin: 0, valuemax: this.end, valuenow: now, valuetext: `${this.of.name} ${now}` })) {
      this.track.setAttribute(`aria-${name}`, value);
    }
  }
  remove() {
    this.pause();
    document.removeEventListener('keydown', this.keys);
  }
}
