// One free run beside the true path, step by step.

const STEPS = { name: 'Step', hint: 'step by step', play: 'Play the steps', every: 80, everywhere: false, dots: false };
const MOST_STOPS = 100;

class FreeRun {
  constructor(parent) {
    this.title = html('h3');
    this.about = html('span', 'rl-quiet rl-about');
    this.about.setAttribute('aria-live', 'polite');
    this.picture = html('div', 'rl-picture');
    this.scrubber = new Scrubber(() => this.draw(), STEPS);
    this.look = html('p', 'rl-look');
    this.table = tableFold(() => wayTable(this.data, this.data.said));
    const head = html('div', 'rl-titles', this.title, this.about);
    const card = html('section', 'rl-card rl-titled', head, this.picture, this.scrubber.node, this.look, this.table);
    this.node = html('div', 'rl-stage', card);
    parent.append(this.node);
    this.sizes = new ResizeObserver(() => { if (widthOf(this.picture) !== this.drawnAt) this.draw(); });
    this.sizes.observe(this.picture);
  }
  update(data) {
    if (this.data?.id !== data.id) this.scrubber.at = null;
    this.data = data;
    this.title.textContent = data.title;
    this.look.replaceChildren(html('b', '', 'What to look for: '), data.look);
    const last = data.said.length, gap = Math.max(1, Math.ceil(last / MOST_STOPS)), stops = [];
    for (let step = last; step > 0; step -= gap) stops.unshift(step);
    this.scrubber.update([0, ...stops], last);
    this.draw();
    if (this.table.open) this.table.fill();
  }
  draw() {
    if (!this.data || !this.node.isConnected) return;
    const steps = this.scrubber.epochs[this.scrubber.place], { said, actual, naive, naive_name } = this.data;
    const off = points => {
      const point = points[steps - 1], far = whole(point) ? Math.hypot(...point.map((one, at) => one - actual[steps - 1][at])) : null;
      return shown(far, nearOf(this.data));
    };
    const words = steps === 1 ? 'Step 1' : `${steps} steps`;
    this.about.textContent = steps ? `${words} without looking: ${off(said)} off; ${naive_name}: ${off(naive)}` : 'The eyes close';
    this.drawnAt = widthOf(this.picture);
    const label = `The true path and the way with closed eyes, ${steps} steps`;
    this.picture.replaceChildren(wayPicture(this.data, said, { width: this.drawnAt, label, strays: said, steps }));
  }
  remove() {
    this.sizes.disconnect();
    this.scrubber.remove();
  }
}

export default function (component) {
  const { data, parentElement } = component;
  parentElement.freeRun ??= new FreeRun(parentElement);
  parentElement.freeRun.update(data);
  return () => { if (!parentElement.isConnected) { parentElement.freeRun?.remove(); parentElement.freeRun = null; } };
}
