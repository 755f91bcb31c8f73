/** The few pages that a provider writes by itself, in both languages. */

export const NOT_SECURE_PAGE: string = page(
  'Rushlight',
  `<h1 lang="en">This address cannot be used</h1>
<p lang="en">It begins with <b>http://</b>. Over an unprotected connection browsers switch off the encryption that Rushlight
needs, and anyone on the way could change the app. Use the <b>https://</b> address of this provider.</p>
<p lang="en">Are you its operator? Start it with a certificate (<code>--tls-cert</code>, <code>--tls-key</code>), or behind a
proxy that has one (<code>--trust-proxy</code>). On this machine itself <code>http://localhost</code> works.</p>
<h1 lang="nl">Dit adres kan niet worden gebruikt</h1>
<p lang="nl">Het begint met <b>http://</b>. Over een onbeveiligde verbinding schakelen browsers de versleuteling uit die
Rushlight nodig heeft, en iedereen onderweg zou de app kunnen veranderen. Gebruik het <b>https://</b>-adres van deze server.</p>
<p lang="nl">Ben je de beheerder? Start hem met een certificaat (<code>--tls-cert</code>, <code>--tls-key</code>), of achter een
proxy die er een heeft (<code>--trust-proxy</code>). Op deze machine zelf werkt <code>http://localhost</code>.</p>`,
)

export const NO_APP_PAGE: string = page(
  'Rushlight',
  `<h1 lang="en">A Rushlight provider</h1>
<p lang="en">It runs, but has no web app to show. Build it (<code>npm run build</code>) or use the terminal:
<code>rushlight signup NAME --server URL</code>.</p>
<h1 lang="nl">Een Rushlight-server</h1>
<p lang="nl">Hij draait, maar heeft geen webapp om te tonen. Bouw die (<code>npm run build</code>) of gebruik de terminal:
<code>rushlight signup NAAM --server URL</code>.</p>`,
)

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body>
${body}
</body>
</html>
`
}
