// The slider of a plan's page: it shows the table's columns one by one.
for (const plan of document.querySelectorAll('.plan')) {
  const stage = plan.querySelector('.stage'), slider = stage.querySelector('input');
  const heads = [...plan.querySelectorAll('thead tr:last-child th')].slice(1);
  const box = plan.querySelector('.scroll'), rows = [...plan.querySelectorAll('tbody tr')];
  const show = () => {
    const at = Number(slider.value);
    stage.querySelector('.now').textContent = heads[at] ? heads[at].dataset.text : '';
    plan.querySelectorAll('.here').forEach(cell => cell.classList.remove('here'));
    if (heads[at]) {
      heads[at].classList.add('here');
      box.scrollLeft = heads[at].offsetLeft - box.clientWidth / 2;
    }
    stage.querySelector('.pods').replaceChildren(...rows.map(row => {
      const cell = row.cells[at + 1], card = document.createElement('div');
      cell.classList.add('here');
      card.className = 'card ' + cell.className.replace('here', '');
      const name = document.createElement('b'), how = document.createElement('small');
      name.textContent = row.cells[0].textContent;
      how.textContent = cell.classList.contains('absent') ? 'no pod' : cell.textContent;
      card.append(name, how);
      return card;
    }));
  };
  const go = by => { slider.value = Number(slider.value) + by; show(); };
  slider.addEventListener('input', show);
  stage.querySelector('.back').addEventListener('click', () => go(-1));
  stage.querySelector('.on').addEventListener('click', () => go(1));
  plan.go = go;
  stage.hidden = false;
  show();
}
document.addEventListener('keydown', event => {
  const by = { ArrowLeft: -1, ArrowRight: 1, Home: -1e6, End: 1e6 }[event.key];
  if (!by || event.altKey || event.ctrlKey || event.metaKey || event.target.type === 'range') return;
  const near = event.target.closest('.plan') || document.querySelector('.plan');
  if (near) { near.go(by); event.preventDefault(); }
});
