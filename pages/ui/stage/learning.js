// See it learn: a picture of what the network says, which moves with each epoch; beside it the error and the loss. What is drawn
// says a class of its own: `drawn(said, here)` gives the picture, `rows()` its table. `said`: numbers, or lists of them.

const MOVE = 400, GHOSTS = [1, 3, 6];

class Learning {
  constructor(parent) {
    this.picture = html('div', 'rl-picture');
    this.side = html('div', 'rl-beside');
    this.head = html('div', 'rl-head');
    this.scrubber = new Scrubber(() => { this.still(); this.draw(); });
    this.look = html('p', 'rl-look');
    this.table = tableFold(() => this.rows());
    const card = html('section', 'rl-card rl-learning', this.head, html('div', 'rl-two', this.picture, this.side), this.scrubber.node);
    this.node = html('div', 'rl-stage', card, this.look, this.table);
    parent.append(this.node);
    this.sizes = new ResizeObserver(() => { if (widthOf(this.picture) !== this.drawnAt) this.draw(); });
    this.sizes.observe(this.picture);
  }
  update(data) {
    const before = this.data?.id === data.id ? this.newest() : null;
    if (this.data && this.data.id !== data.id) { this.still(); this.scrubber.at = null; this.line = null; }
    this.data = data;
    this.scrubber.update(data.epochs.map(one => one.epoch), data.total);
    this.scrubber.node.hidden = !data.epochs.length;
    this.look.replaceChildren(html('b', '', 'What to look for: '), data.look);
    liveHead(this.head, data);
    const now = this.newest();
    if (before && now && now.epoch !== before.epoch && this.scrubber.at === null && this.line && !calm()) this.move(this.line, now.said);
    else if (!this.moving) this.draw();
    if (this.table.open) this.table.fill();
  }
  newest() { return this.data.epochs.at(-1); }
  get here() { return this.data.epochs[this.scrubber.place]; }
  still() {
    cancelAnimationFrame(this.moving);
    this.moving = 0;
  }
  move(from, to) {
    const begin = performance.now(), ease = share => 1 - (1 - share) ** 3;
    this.still();
    const frame = now => {
      const share = ease(Math.min(1, (now - begin) / MOVE));
      this.moving = share < 1 ? requestAnimationFrame(frame) : 0;
      this.draw(between(from, to, share));
    };
    this.moving = requestAnimationFrame(frame);
  }
  draw(between) {
    if (!this.data || !this.node.isConnected) return;
    const here = this.here;
    this.line = between || here?.said || null;
    this.drawnAt = widthOf(this.picture);
    this.picture.replaceChildren(this.drawn(this.line, here));
    this.beside(here);
  }
  ghosts(epochs, now) {
    const earlier = epochs.filter(one => one.epoch > 0 && one.epoch < now), found = [];
    for (const wanted of GHOSTS) {
      const one = earlier.find(kept => kept.epoch >= wanted);
      if (one && !found.includes(one)) found.push(one);
    }
    return found;
  }
  beside(here) {
    const { naive_error, error_name, unit, naive_name, epochs, losses } = this.data;
    const parts = [];
    if (here) {
      const most = Math.max(naive_error * 1.6, ...epochs.map(one => (one.epoch ? one.error : 0) || 0)) || 1;
      const ahead = here.error !== null && here.error < naive_error;
      parts.push(race({
        title: here === this.newest() && this.data.live ? `${error_name} now` : `${error_name} after epoch ${here.epoch}`,
        number: shown(here.error, naive_error / 10), unit, now: (here.error ?? most) / most, guess: naive_error / most,
        name: `${naive_name}: ${shown(naive_error, naive_error / 10)}`,
        words: ahead ? 'The bar ends before the orange mark: nearer than the simplest guess.' : 'It counts as learned when the bar ends before the orange mark.',
      }));
    }
    if (losses.loss.length) parts.push(html('div', '', html('h4', '', 'Loss'), this.loss()));
    this.side.replaceChildren(...parts);
    this.side.parentElement.classList.toggle('rl-alone', !parts.length);
    keepInside(this.side);
  }
  loss() {
    const { epoch, loss, val_loss } = this.data.losses, width = Math.max(180, this.side.clientWidth || 220);
    const all = [...loss, ...val_loss].filter(one => one !== null), high = Math.max(...all) * 1.05 || 1;
    const end = Math.max(this.data.total || 0, epoch.at(-1), 2);
    const plot = new Plot({ width, height: 170, x: [1, end], y: [0, high], pad: [8, 12, 26, 8], label: `Loss after ${epoch.at(-1)} epochs` });
    plot.add('line', { x1: plot.X(1), x2: plot.X(end), y1: plot.Y(0), y2: plot.Y(0), stroke: 'var(--rl-edge)' });
    plot.xAxis([1, Math.round((1 + end) / 2), end], [1, Math.round((1 + end) / 2), end]);
    const draw = (values, color, wide, dash) => {
      let d = '';
      values.forEach((value, at) => { if (value !== null) d += `${d ? 'L' : 'M'}${plot.X(epoch[at]).toFixed(1)} ${plot.Y(value).toFixed(1)}`; });
      plot.add('path', { d, fill: 'none', stroke: color, 'stroke-width': wide, 'stroke-linejoin': 'round', 'stroke-dasharray': dash });
    };
    draw(loss, 'var(--rl-learned)', 2, '5 4');
    draw(val_loss, 'var(--rl-net)', 3, 'none');
    const now = val_loss.findLastIndex(one => one !== null);
    if (now >= 0) plot.add('circle', { cx: plot.X(epoch[now]), cy: plot.Y(val_loss[now]), r: 4.5, fill: 'var(--rl-net)' });
    const names = [['training', 'var(--rl-learned-words)']];
    if (val_loss.some(one => one !== null)) names.unshift(['validation', 'var(--rl-net-words)']);
    const middle = plot.pad[0] + 22;
    names.forEach(([name, fill], at) => plot.add('text', { x: width - 12, y: middle + 18 * at, 'text-anchor': 'end', class: 'rl-end rl-small', fill }, name));
    return plot.node;
  }
  remove() {
    this.sizes.disconnect();
    this.scrubber.remove();
    this.still();
  }
}

// What a component of such a picture exports.
const learns = Picture => ({ data, parentElement }) => {
  parentElement.learning ??= new Picture(parentElement);
  parentElement.learning.update(data);
  return () => { if (!parentElement.isConnected) { parentElement.learning?.remove(); parentElement.learning = null; } };
};
