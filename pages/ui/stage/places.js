// On a narrow page, where what belongs together stands far apart: the ways from one to the other.

const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

export default function ({ data, parentElement }) {
  const box = parentElement.querySelector('.rl-places') || parentElement.appendChild(document.createElement('div'));
  box.className = 'rl-places';
  box.replaceChildren(...data.places.map(([name, key]) => {
    const button = document.createElement('button');
    button.textContent = name;
    button.className = 'rl-quiet-button';
    button.onclick = () => document.querySelector(`.st-key-${key}`)?.scrollIntoView({ behavior: calm() ? 'auto' : 'smooth' });
    return button;
  }));
}
