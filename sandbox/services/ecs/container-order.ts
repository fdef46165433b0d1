import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import { clientException } from './lookup.ts'

/** The containers in the order of their dependsOn. Throws ClientException for an unknown name or a circle. */
export function startOrder(containers: ContainerDefinition[]): ContainerDefinition[] {
  const byName = new Map(containers.map(container => [container.name ?? '', container]))
  const ordered = new Set<ContainerDefinition>()
  const visit = (container: ContainerDefinition, path: string[]): void => {
    const name = container.name ?? ''
    if (path.includes(name)) {
      throw clientException(`Containers depend on one another in a circle: ${[...path, name].join(' -> ')}.`)
    }
    for (const { containerName = '' } of container.dependsOn ?? []) {
      const dependency = byName.get(containerName)
      if (!dependency) {
        throw clientException(
          `Container '${name}' depends on container '${containerName}', which the task definition does not have.`,
        )
      }
      visit(dependency, [...path, name])
    }
    ordered.add(container)
  }
  for (const container of containers) visit(container, [])
  return [...ordered]
}
