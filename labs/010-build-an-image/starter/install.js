// Stands in for `npm ci`, so that the lab needs no internet: it takes its time, leaves a cache behind, and makes node_modules.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
const packages = {
  paint: 'export const paint = text => `*** ${text} ***`\n',
}

for (const [name, version] of Object.entries(dependencies)) {
  console.log(`Installing ${name} ${version} …`)
  await pause(3000)
  const folder = `node_modules/${name}`
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    `${folder}/package.json`,
    JSON.stringify({ name, version, type: 'module', exports: './index.js' }),
  )
  writeFileSync(`${folder}/index.js`, packages[name])
}
mkdirSync('.cache', { recursive: true })
writeFileSync('.cache/downloads', Buffer.alloc(20 * 1024 * 1024))
console.log('Installed. The downloads stay in .cache: 20 MB.')
