// The slider of a plan's page: it moves the mark over the bars, and shows the table's columns one by one.
for (const plan of document.querySelectorAll('.plan')) {
  const stage = plan.querySelector('.stage');
  if (!stage) continue;
  const slider = plan.querySelector('.bars input'), mark = plan.querySelector('.mark');
  const heads = [...plan.querySelectorAll('thead tr:last-child th')].slice(1);
  const rows = [...plan.querySelectorAll('tbody tr')];
  const add = (card, tag, text) => card.appendChild(document.createElement(tag)).textContent = text;
  const card = (row, at) => {
    const made = document.createElement('li'), cell = row.cells[at + 1];
    made.className = 'card ' + (cell ? cell.className : 'gap');
    add(made, 'b', cell ? row.cells[0].textContent : '...');
    add(made, 'small', cell ? cell.textContent : row.textContent);
    return made;
  };
  const show = () => {
    const at = Number(slider.value), head = heads[at];
    mark.style.gridColumn = at + 2;
    slider.setAttribute('aria-valuetext', head.textContent);
    stage.querySelector('.now').textContent = head.dataset.text;
    stage.querySelector('.cards').replaceChildren(...rows.map(row => card(row, at)));
  };
  const go = by => { slider.value = Number(slider.value) + by; show(); };
  slider.addEventListener('input', show);
  stage.querySelector('.back').addEventListener('click', () => go(-1));
  stage.querySelector('.on').addEventListener('click', () => go(1));
  plan.go = go;
  for (const part of [stage, slider, mark]) part.hidden = false;
  show();
}
document.addEventListener('keydown', event => {
  const by = { ArrowLeft: -1, ArrowRight: 1, Home: -1e6, End: 1e6 }[event.key];
  if (!by || event.altKey || event.ctrlKey || event.metaKey || event.target.type === 'range') return;
  if (event.target.closest('.scroll')) return;
  const near = event.target.closest('.plan') || document.querySelector('.plan');
  if (near && near.go) { near.go(by); event.preventDefault(); }
});
