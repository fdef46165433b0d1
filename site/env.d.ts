// Gives `Astro.locals` Starlight's part.
import '@astrojs/starlight'
