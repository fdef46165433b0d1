import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import type { EngineSettings } from '../../runtime/runtime.ts'

/** What a container's definition sets of the engine itself; undefined when it is nothing. */
export function engineSettings(definition: ContainerDefinition): EngineSettings | undefined {
  const { dockerLabels, ulimits = [], linuxParameters: linux } = definition
  const { add = [], drop = [] } = linux?.capabilities ?? {}
  const tmpfs = linux?.tmpfs ?? []
  const settings: EngineSettings = {
    ...(dockerLabels && { labels: dockerLabels }),
    ...(ulimits.length > 0 && {
      ulimits: ulimits.map(({ name = '', softLimit = 0, hardLimit = 0 }) => ({
        ...{ name, soft: softLimit, hard: hardLimit },
      })),
    }),
    ...(add.length > 0 && { addCapabilities: add }),
    ...(drop.length > 0 && { dropCapabilities: drop }),
    ...(linux?.sharedMemorySize && { sharedMemoryMiB: linux.sharedMemorySize }),
    ...(tmpfs.length > 0 && {
      tmpfs: tmpfs.map(({ containerPath = '', size = 0, mountOptions = [] }) => ({
        ...{ containerPath, sizeMiB: size, options: mountOptions },
      })),
    }),
  }
  return Object.keys(settings).length > 0 ? settings : undefined
}
