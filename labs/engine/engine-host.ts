import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'

/** Address of this machine's Docker Engine, as DOCKER_HOST has it; where nothing is found, where it would be. */
export function engineHost(env: NodeJS.ProcessEnv = process.env, home = homedir()): string {
  if (env['DOCKER_HOST']) return env['DOCKER_HOST']
  if (process.platform === 'win32') return 'npipe:////./pipe/docker_engine'
  // Docker Desktop may keep its socket in the user's own folder only, where `docker` in the lab's shell would not look.
  const own = path.join(home, '.docker/run/docker.sock')
  return `unix://${!existsSync('/var/run/docker.sock') && existsSync(own) ? own : '/var/run/docker.sock'}`
}
