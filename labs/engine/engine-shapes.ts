import type { EngineContainer, EngineImage } from './engine.ts'

/** What of the Engine's answer about an image is read. */
export interface ImageAnswer {
  Id: string
  RepoTags?: string[] | null
  RepoDigests?: string[] | null
  Architecture?: string
  Size?: number
  RootFS?: { Layers?: string[] | null }
  Config?: { Labels?: Record<string, string> | null; User?: string } | null
}

/** What of the Engine's answer about a container is read. */
export interface ContainerAnswer {
  Id: string
  Name?: string
  Image?: string
  State?: { Status?: string; ExitCode?: number }
  Config?: { Labels?: Record<string, string> | null; Env?: string[] | null; Cmd?: string[] | null }
  NetworkSettings?: { Ports?: Record<string, { HostPort?: string }[] | null> | null }
}

export function imageOf(answer: ImageAnswer): EngineImage {
  return {
    id: answer.Id,
    tags: answer.RepoTags ?? [],
    digests: answer.RepoDigests ?? [],
    labels: answer.Config?.Labels ?? {},
    architecture: answer.Architecture ?? '',
    size: answer.Size ?? 0,
    layers: answer.RootFS?.Layers ?? [],
    user: answer.Config?.User ?? '',
  }
}

export function containerOf(answer: ContainerAnswer): EngineContainer {
  const ports: Record<string, number> = {}
  for (const [port, places] of Object.entries(answer.NetworkSettings?.Ports ?? {})) {
    const published = places?.find(({ HostPort }) => HostPort)?.HostPort
    if (published) ports[port.split('/')[0] ?? ''] = Number(published)
  }
  return {
    id: answer.Id,
    name: (answer.Name ?? '').replace(/^\//, ''),
    labels: answer.Config?.Labels ?? {},
    imageId: answer.Image ?? '',
    status: answer.State?.Status ?? '',
    exitCode: answer.State?.ExitCode ?? 0,
    environment: answer.Config?.Env ?? [],
    command: answer.Config?.Cmd ?? [],
    ports,
  }
}
