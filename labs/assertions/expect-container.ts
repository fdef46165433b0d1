import type { LabAccount, Verdict } from '../define.ts'
import type { EngineContainer } from '../engine/engine.ts'
import { fail, pass, waiting } from './verdicts.ts'

export interface ExpectedContainer {
  name: string
  /** Name of the image that it must be of. */
  image: string
  /** Inside the container. */
  port: string
  /** `NAME=value` that it must have been given. */
  setting?: string
  /** What its page must say. */
  says: string
}

/** A container runs, and answers on a port of this machine. Gives `port`, this machine's. */
export async function expectContainer(account: LabAccount, wanted: ExpectedContainer): Promise<Verdict> {
  const { name, image, port, setting, says } = wanted
  const expected = `a container ${name} of ${image}, running`
  const container = await account.engine.container(name)
  if (!container) {
    return fail('container-missing', {
      title: 'No such container yet',
      expected,
      observed: `none of the name ${name}`,
      next: 'Run this step’s command. If it printed an error, its last line says what Docker did not like.',
    })
  }
  const again = `Remove it: \`docker rm --force ${name}\`, then run this step’s command`
  const wantedImage = await account.engine.image(image)
  if (container.imageId !== wantedImage?.id) {
    return fail('other-image', {
      title: 'It is of another image',
      expected,
      observed: `${name} was made of another image than what is named ${image} now. A container keeps the image it began with`,
      next: `${again}.`,
    })
  }
  if (container.status !== 'running') return diagnoseEnded(container, expected, again)
  const published = container.ports[port]
  if (published === undefined) {
    const others = Object.keys(container.ports).join(', ')
    return fail(others ? 'wrong-port' : 'port-not-published', {
      title: others ? 'Another port is published' : 'No port is published',
      expected: `port ${port} of the container, on which the server listens, at a port of this machine`,
      observed: others
        ? `port ${others} of the container is published, and nobody listens there`
        : `${name} runs, but nothing of this machine leads to it`,
      next: `A port is published when the container is made, not later. ${again}, with --publish 127.0.0.1::${port}.`,
    })
  }
  if (setting !== undefined && !container.environment.includes(setting)) {
    return fail('setting-missing', {
      title: 'It lacks the setting',
      expected: `${name} with ${setting} in its environment`,
      observed: `its environment has ${container.environment.map(one => one.split('=')[0]).join(', ')}`,
      next: `${again}, with --env ${setting} before the name of the image.`,
    })
  }
  const answer = await account.engine.visit(published).catch((error: Error) => error)
  if (answer instanceof Error || answer.status !== 200 || !answer.body.includes(says)) {
    return waiting('no-answer', {
      title: 'It does not answer yet',
      expected: `a page that says “${says}” at http://127.0.0.1:${published}/`,
      observed:
        answer instanceof Error ? answer.message : `status ${answer.status}: ${answer.body.slice(0, 80)}`,
      next: `Wait a moment. If it stays so, read what it wrote: docker logs ${name}`,
      retryAfterSeconds: 1,
      aboutSeconds: 3,
    })
  }
  return pass(
    `${name} answers at http://127.0.0.1:${published}/ with “${answer.body.trim()}”.`,
    { port: String(published) },
    [{ type: 'docker:container', id: container.id }],
  )
}

function diagnoseEnded(container: EngineContainer, expected: string, again: string): Verdict {
  const { name, status, exitCode, command } = container
  const observed = `${name} is ${status}, exit code ${exitCode}`
  const option = command.find(word => word.startsWith('--'))
  if (option !== undefined) {
    return fail('settings-after-image', {
      title: 'The setting stands behind the image',
      expected:
        'what is meant for Docker before the name of the image: what follows the name is the command to run',
      observed: `${observed}: it was told to run “${command.join(' ')}”`,
      next: `${again}, with ${option} before the name of the image.`,
    })
  }
  return fail('container-ended', {
    title: 'It has ended',
    expected,
    observed,
    next: `Read why: docker logs ${name}. ${again}.`,
  })
}
