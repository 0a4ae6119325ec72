// What stands around every living picture: how far the training is, and the race against the simplest guess.

const liveHead = (box, { title, then, badge, live }) => {
  const told = JSON.stringify([title, then, badge, live]);
  if (box.dataset.told === told) return; // drawn anew at each look, its pulse would begin anew
  box.dataset.told = told;
  const words = html('div', 'rl-state', html('span', live ? 'rl-pulse' : 'rl-pulse rl-still'), html('strong', '', title), html('span', 'rl-quiet', then));
  words.setAttribute('role', 'status');
  box.replaceChildren(words, html('span', 'rl-badge', badge));
};

// `now`, `guess`: shares of the bar; `number`, `unit`, `name`, `words`: what is written. The name of the guess stands under its mark
// as soon as `keepInside` has been called, once it is on the page.
const race = ({ title, number, unit, now, guess, name, words }) => {
  const share = value => `${Math.max(0, Math.min(100, 100 * value))}%`;
  const bar = html('u'), mark = html('s'), under = html('em', '', name);
  bar.style.width = share(now);
  for (const one of [mark, under]) one.style.left = share(guess);
  const said = html('div', 'rl-number', html('b', '', number), html('span', 'rl-quiet', unit));
  return html('div', 'rl-race', html('h4', '', title), said, html('div', 'rl-bar', bar, mark, under), html('p', 'rl-small rl-quiet', words));
};

const keepInside = side => {
  const name = side.querySelector('.rl-bar em');
  if (!name) return;
  const box = side.getBoundingClientRect(), own = name.getBoundingClientRect();
  const over = Math.max(0, own.right - box.right) - Math.max(0, box.left - own.left);
  if (over) name.style.marginLeft = `${-over}px`;
};
