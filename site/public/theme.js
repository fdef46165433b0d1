/* Sets the theme before the page is drawn. Loaded as a blocking script, so that no page needs an inline one. */
;(() => {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    let chosen = null
    try {
      chosen = localStorage.getItem('starlight-theme')
    } catch {
      // Storage may be forbidden: then the system decides.
    }
    document.documentElement.dataset.theme =
      chosen === 'dark' || chosen === 'light' ? chosen : system.matches ? 'dark' : 'light'
  }
  apply()
  system.addEventListener('change', apply)
  addEventListener('storage', apply)
})()
