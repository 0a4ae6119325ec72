// One verdict across the whole width: a sign, a title, one sentence, one number.

const SIGNS = {
  better: 'M5 12.5l5 5L19.5 7',
  even: 'M5 9h14M5 15h14',
  worse: 'M12 4v15M5.5 13L12 19.5l6.5-6.5',
  none: 'M12 6v7M12 17.5v.1',
};

export default function (component) {
  const { data, parentElement } = component;
  let box = parentElement.querySelector('.rl-verdict');
  if (!box) {
    const stage = html('div', 'rl-stage');
    box = html('section', 'rl-verdict');
    box.setAttribute('role', 'status');
    stage.append(box);
    parentElement.append(stage);
  }
  if (box.dataset.said === JSON.stringify(data)) return;
  box.dataset.said = JSON.stringify(data);
  box.dataset.state = data.state;
  const sign = svg('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' });
  sign.append(svg('path', { d: SIGNS[data.state] }));
  const words = html('div', 'rl-said', html('h2', '', data.title), html('p', '', data.sentence));
  box.replaceChildren(html('span', 'rl-sign', sign), words);
  if (data.number) box.append(html('div', 'rl-figure', html('b', '', data.number), html('small', '', data.meaning)));
}
