/** The looks of the page: in light and dark, on a phone and on paper. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--paper:#fff;--line:#d0d7de;--own:#0b63b5;--borrowed:#b3560b;--lent:#7a4bb0;--idle:#dfe3e8;--waiting:#6e7781;
--band-0:#d5e8f7;--band-1:#9ecae1;--band-2:#4f94c4;--band-3:#f2b880;--band-4:#d9793b;--band-5:#9b2f16}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa5b1;--paper:#0d1117;--line:#30363d;--own:#4a9ae8;--borrowed:#e08c3f;--lent:#b48ae0;--idle:#2d333b;--waiting:#8b949e;
--band-0:#16324a;--band-1:#1f5c87;--band-2:#4a9ae8;--band-3:#a8672a;--band-4:#e08c3f;--band-5:#f4b183}}
body{margin:0 auto;max-width:72rem;padding:1rem;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
h1,h2,p{overflow-wrap:anywhere}h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2rem;border-bottom:1px solid var(--line)}h3{font-size:1.05rem}
figure{margin:1rem 0}figcaption{color:var(--soft);margin-bottom:.25rem}.picture{overflow-x:auto}figure svg{width:100%;height:auto;max-width:60rem}
.key{margin-left:.75rem;white-space:nowrap}.key i{display:inline-block;width:.8em;height:.8em;margin-right:.3em;border:1px solid var(--line)}
.wide{overflow-x:auto;margin:1rem 0}table{border-collapse:collapse;font-size:.9rem}caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{padding:.25rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;white-space:nowrap}td:last-child{white-space:normal}td:last-child:not(.n){min-width:14rem}td.n{text-align:right;font-variant-numeric:tabular-nums}
thead th{color:var(--soft);font-weight:600}tbody th{font-weight:500}
.wide:focus-visible,.picture:focus-visible{outline:2px solid var(--own)}
@media print{body{max-width:none;font-size:11px}.wide,.picture{overflow:visible}th,td{white-space:normal}figure,tr{break-inside:avoid}h1,h2,h3,caption,figcaption{break-after:avoid}.key i{print-color-adjust:exact}}
@media screen and (max-width:40rem){body{padding:.5rem;font-size:15px}figure svg{min-width:38rem}}
`;
