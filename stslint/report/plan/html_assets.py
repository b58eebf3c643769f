"""How the page of a plan looks, and the few lines that move its slider."""

from __future__ import annotations

LOOK = """
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.5 ui-sans-serif, system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.45rem; line-height: 1.3; margin: 0 0 .25rem; }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
.soft, small, caption, footer { color: var(--soft); } .soft { margin: 0; }
section + section { margin-top: 4rem; border-top: 1px solid var(--line); padding-top: 2rem; }
.verdict { display: inline-block; margin: .75rem 0 1.25rem; padding: .15rem .7rem; border-radius: 99px;
  font-size: .875rem; font-weight: 600; border: 1.5px solid; }
.fine { color: var(--new); } .verdict.stuck { color: var(--bad); }
.stage { background: var(--band); border: 1px solid var(--line); border-radius: 12px; padding: 1.25rem;
  margin-bottom: 1.5rem; }
.pods { display: flex; flex-wrap: wrap; gap: .6rem; min-height: 4.4rem; }
.card { min-width: 7.5rem; padding: .5rem .8rem; border-radius: 8px; border: 2px solid var(--line);
  background: var(--page); transition: border-color .15s, opacity .15s; }
.card b { display: block; font: 600 .875rem ui-monospace, Menlo, Consolas, monospace; }
.card small { font-size: .8rem; }
.card.absent { opacity: .45; border-style: dashed; }
.card.ready.new { border-color: var(--new); } .card.ready.old { border-color: var(--old); }
.card.starting { border-color: var(--new); border-style: dashed; }
.card.starting.old { border-color: var(--old); }
.card.stopping { border-color: var(--stop); background: color-mix(in srgb, var(--stop) 14%, var(--page)); }
.card.unready { border-color: var(--bad); background: color-mix(in srgb, var(--bad) 12%, var(--page)); }
.card.left { border-color: var(--left); }
.now { margin: 1rem 0 .75rem; min-height: 3em; }
.controls { display: flex; gap: .75rem; align-items: center; }
.controls input { flex: 1; accent-color: var(--new); }
.controls button { border: 1px solid var(--line); background: var(--page); color: var(--ink);
  border-radius: 8px; padding: .3rem .8rem; font-size: 1rem; cursor: pointer; }
.controls :focus-visible { outline: 2px solid var(--new); outline-offset: 2px; }
.scroll { overflow-x: auto; }
table { border-collapse: separate; border-spacing: 0; font-size: .8rem; }
caption { text-align: left; padding-bottom: .5rem; font-size: .875rem; }
th, td { padding: .3rem .35rem; text-align: center; white-space: nowrap;
  border-bottom: 1px solid var(--line); }
th[scope=row], thead tr:last-child th:first-child { text-align: left; position: sticky; left: 0;
  background: var(--page); font-family: ui-monospace, Menlo, Consolas, monospace; padding-right: 1rem; }
.events th { text-align: left; font-weight: 500; color: var(--soft); border-left: 1px solid var(--line); }
td span { display: inline-block; padding: .1rem .5rem; border-radius: 6px; border: 1.5px solid transparent; }
td.ready span { color: var(--on); background: var(--new); } td.ready.old span { background: var(--old); }
td.starting span { border: 1.5px dashed var(--new); } td.starting.old span { border-color: var(--old); }
td.stopping span { background: var(--stop); color: #1b1203; }
td.unready span { border-color: var(--bad); color: var(--bad); }
td.left span { background: var(--left); color: var(--on); }
td.absent { color: var(--soft); }
th.here, td.here { background: var(--band); box-shadow: inset 2px 0 var(--line), inset -2px 0 var(--line); }
ol { padding-left: 2rem; } li { margin: .35rem 0; } li.more { list-style: none; color: var(--soft); }
dl { margin: 2rem 0 0; display: grid; grid-template-columns: 8rem 1fr; gap: .4rem 1rem;
  border-top: 1px solid var(--line); padding-top: 1.25rem; }
dt { font-weight: 600; grid-column: 1; } dd { margin: 0; grid-column: 2; overflow-wrap: anywhere; }
dd.bad, p.bad { color: var(--bad); } dd.good { color: var(--new); } dd.detail { color: var(--soft); }
pre { margin: .3rem 0; padding: .5rem .75rem; background: var(--band); border: 1px solid var(--line);
  border-radius: 8px; overflow-x: auto; color: var(--ink); }
code { font: .85rem ui-monospace, Menlo, Consolas, monospace; }
footer { margin-top: 3rem; font-size: .8rem; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { grid-column: 1; } }
@media (prefers-reduced-motion: reduce) { .card { transition: none; } }
@media print { .stage { display: none; } }
"""

BEHAVIOUR = """
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
"""
