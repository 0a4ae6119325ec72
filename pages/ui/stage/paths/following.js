// A path: after each epoch the network goes on from the same point with closed eyes, and its way curls into the true one.

class Following extends Learning {
  constructor(parent) {
    super(parent);
    this.side.classList.add('rl-closed-eyes');
  }
  drawn(said, here) {
    const label = here ? `After epoch ${here.epoch}: the way with closed eyes beside the true path` : 'The true path, before the network has learned';
    const earlier = here ? this.ghosts(this.data.epochs, here.epoch) : [];
    const strays = this.data.epochs.flatMap(one => (one.epoch ? one.said : []));
    return wayPicture(this.data, said, { width: this.drawnAt, label, strays, earlier });
  }
  rows() { return wayTable(this.data, this.here?.said); }
}

export default learns(Following);
