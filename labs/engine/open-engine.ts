import { httpGet } from '../http-get.ts'
import { EngineAbsent, EngineRefusal, type Engine } from './engine.ts'
import { engineRequest } from './engine-request.ts'
import { containerOf, imageOf, type ContainerAnswer, type ImageAnswer } from './engine-shapes.ts'

const ANSWER_MS = 5_000

/** The Docker Engine at `host`, written as DOCKER_HOST; null: there is none that may be used, as on a shared server. */
export function openEngine(host: string | null): Engine {
  const ask = async (method: string, path: string): Promise<unknown> => {
    if (host === null) {
      throw new EngineAbsent(
        'This workshop runs on a shared server, where nobody gets a container engine.',
        'Do this lab on a computer of your own: npm start there, with Docker.',
      )
    }
    return engineRequest(host, method, path)
  }
  const find = async <T>(path: string): Promise<T | undefined> => {
    try {
      return (await ask('GET', path)) as T
    } catch (error) {
      if (error instanceof EngineRefusal && error.name === 'NotFound') return undefined
      throw error
    }
  }
  const image = async (name: string) => {
    const found = await find<ImageAnswer>(`/images/${named(name)}/json`)
    return found && imageOf(found)
  }
  const container = async (name: string) => {
    const found = await find<ContainerAnswer>(`/containers/${encodeURIComponent(name)}/json`)
    return found && containerOf(found)
  }
  const list = async (path: string) => ((await ask('GET', path)) as { Id: string }[]).map(({ Id }) => Id)

  return {
    image,
    container,
    async problem() {
      try {
        await ask('GET', '/_ping')
        return undefined
      } catch (error) {
        if (error instanceof EngineAbsent) return { observed: error.message, next: error.next }
        throw error
      }
    },
    async history(name) {
      const entries = await find<{ CreatedBy: string }[]>(`/images/${named(name)}/history`)
      return (entries ?? []).map(({ CreatedBy }) => CreatedBy).toReversed()
    },
    async images(label) {
      const ids = await list(`/images/json?filters=${withLabel(label)}`)
      return (await Promise.all(ids.map(image))).filter(one => one !== undefined)
    },
    async containers(label) {
      const ids = await list(`/containers/json?all=1&filters=${withLabel(label)}`)
      return (await Promise.all(ids.map(container))).filter(one => one !== undefined)
    },
    async changes(name) {
      const path = `/containers/${encodeURIComponent(name)}/changes`
      return ((await find<{ Path: string }[] | null>(path)) ?? []).map(({ Path }) => Path)
    },
    async has(name, path) {
      try {
        const place = `/containers/${encodeURIComponent(name)}/archive?path=${encodeURIComponent(path)}`
        await ask('HEAD', place)
        return true
      } catch (error) {
        if (error instanceof EngineRefusal && error.name === 'NotFound') return false
        throw error
      }
    },
    visit: port => httpGet(`http://127.0.0.1:${port}/`, { timeoutMs: ANSWER_MS }),
    async removeImage(id) {
      await ask('DELETE', `/images/${named(id)}?force=1`)
    },
    async removeContainer(id) {
      await ask('DELETE', `/containers/${encodeURIComponent(id)}?force=1&v=1`)
    },
  }
}

/** The slashes of an image's name stand in the path as they are. */
function named(image: string): string {
  return encodeURIComponent(image).replaceAll('%2F', '/')
}

function withLabel(label: string): string {
  return encodeURIComponent(JSON.stringify({ label: [label] }))
}
