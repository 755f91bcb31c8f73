/**
 * Runs before everything else, from a file of its own since nothing may be inline: the one Trusted Types policy, which lets
 * scripts and workers of our own origin through and nothing else, and the chosen appearance, so that nothing flashes.
 */
type PolicyRules = { readonly createScriptURL: (url: string) => string }
declare const trustedTypes: { createPolicy(name: string, rules: PolicyRules): unknown } | undefined

if (typeof trustedTypes !== 'undefined') {
  trustedTypes.createPolicy('default', {
    createScriptURL(url) {
      if (new URL(url, location.href).origin === location.origin) return url
      throw new TypeError('not a script of ours')
    },
  })
}

const appearance = localStorage.getItem('rushlight-appearance')
if (appearance === 'light' || appearance === 'dark') document.documentElement.dataset['appearance'] = appearance
