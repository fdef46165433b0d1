// Runs before anything is installed, so: plain JavaScript for Node 20, no dependencies.
// It installs the npm packages when they are missing or not those of package-lock.json, then runs scripts/<command>.ts with the
// Node that Slipway brings along (or this one, where there is no such package for the platform).
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const bin = path.join(root, 'node_modules', '.bin')
const [command = '', ...rest] = process.argv.slice(2)

if (major(process.versions.node) < 20) {
  fail(`Slipway needs Node 20 or later; this is ${process.version}. Get a newer one from https://nodejs.org.`)
}
const script = path.join(root, 'scripts', `${command}.ts`)
if (!/^[a-z]+$/.test(command) || !existsSync(script)) fail(`There is no command "${command}".`)
if (!installed()) install()
run()

/** Whether node_modules holds what package-lock.json asks for: npm keeps its own record there. */
function installed() {
  try {
    const wanted = packages(path.join(root, 'package-lock.json'))
    const held = packages(path.join(root, 'node_modules', '.package-lock.json'))
    return Object.entries(wanted).every(([name, entry]) => {
      if (!name.startsWith('node_modules/') || entry.link) return true
      if (!held[name]) return entry.optional === true || entry.devOptional === true || entry.peer === true
      return held[name].version === entry.version
    })
  } catch {
    return false
  }
}

function packages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}

function install() {
  const started = Date.now()
  console.log('Installing the npm packages (once; a minute or two) …')
  const result = npm(['ci', '--loglevel=error', '--prefer-offline', '--ignore-scripts', '--fetch-retries=2'])
  if (result.status !== 0) {
    const reachable =
      npm(['ping', '--fetch-retries=0', '--fetch-timeout=5000', '--loglevel=silent']).status === 0
    fail(
      reachable
        ? 'npm could not install the packages; its own message is above.'
        : 'The npm packages are not here yet, and the npm registry cannot be reached. Connect this machine to the network once and run the command again; afterwards Slipway needs no network.',
    )
  }
  console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`)
}

function npm(args) {
  const cli = process.env.npm_execpath
  const quiet = args[0] === 'ping'
  const options = { cwd: root, stdio: quiet ? 'ignore' : 'inherit' }
  if (cli?.endsWith('npm-cli.js')) return spawnSync(process.execPath, [cli, ...args], options)
  return spawnSync('npm', args, options)
}

function run() {
  const child = spawn(node(), [script, ...rest], {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` },
  })
  // A terminal sends Ctrl-C to the child as well: whoever it is must take a second signal calmly.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', error => fail(`Cannot run ${node()}: ${error.message}.`))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0)
  })
}

function node() {
  const bundled = path.join(bin, 'node')
  if (existsSync(bundled)) return bundled
  const [first, second] = process.versions.node.split('.').map(Number)
  if (first > 22 || (first === 22 && second >= 18)) return process.execPath
  return fail(
    `There is no package of Node 24 for ${process.platform}/${process.arch}, and this is ${process.version}. Install Node 24 from https://nodejs.org and run the command again.`,
  )
}

function major(version) {
  return Number(version.split('.', 1)[0])
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
