// What came of a classifier: what its texts are, and what the network says they are. A click on a cell gives its place.

class Confusion {
  constructor(parent) {
    this.title = html('h3');
    this.about = html('span', 'rl-quiet');
    this.matrix = new Matrix((row, column) => this.tell('cell', [row, column]));
    this.look = html('p', 'rl-look');
    const words = html('div', 'rl-confusion-head', this.title, this.about);
    this.node = html('div', 'rl-stage', html('section', 'rl-card rl-confusion', words, this.matrix.node, this.look));
    parent.append(this.node);
  }
  update(data, tell) {
    this.tell = tell;
    this.title.textContent = data.title;
    this.about.textContent = data.about;
    this.look.replaceChildren(html('b', '', 'What to look for: '), data.look);
    this.matrix.update({ rows: data.classes, columns: data.classes, counts: data.counts, picked: data.picked });
  }
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  parentElement.confusion ??= new Confusion(parentElement);
  parentElement.confusion.update(data, setTriggerValue);
  return () => { if (!parentElement.isConnected) { parentElement.confusion?.matrix.sizes.disconnect(); parentElement.confusion = null; } };
}
