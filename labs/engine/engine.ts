/** An image as the Docker Engine has it. */
export interface EngineImage {
  /** `sha256:` and 64 hexadecimal digits. */
  id: string
  /** `name:tag`, all that lead to it. */
  tags: string[]
  /** `name@sha256:…`, as registries know it. */
  digests: string[]
  labels: Record<string, string>
  /** `amd64`, `arm64`, … */
  architecture: string
  /** Bytes of all its layers. */
  size: number
  /** Digests of the layers, lowest first. */
  layers: string[]
  /** As whom its process runs: empty is root. */
  user: string
}

/** A container as the Docker Engine has it. */
export interface EngineContainer {
  id: string
  /** Without a slash before it. */
  name: string
  labels: Record<string, string>
  /** Id of its image. */
  imageId: string
  /** `created`, `running`, `exited`, … */
  status: string
  exitCode: number
  /** `NAME=value`. */
  environment: string[]
  /** What it was told to run. */
  command: string[]
  /** By the container's port: that of this machine which leads to it. */
  ports: Record<string, number>
}

/** Every call throws an `EngineAbsent` when no engine answers; what is not there is undefined. */
export interface Engine {
  /** Why no engine can be used, and what to do about it; undefined when one answers. */
  problem(): Promise<{ observed: string; next: string } | undefined>
  /** By name with tag, by name with digest, or by id. */
  image(name: string): Promise<EngineImage | undefined>
  /** The instructions that made it, first one first. */
  history(name: string): Promise<string[]>
  /** With that label, those without a name included. */
  images(label: string): Promise<EngineImage[]>
  container(name: string): Promise<EngineContainer | undefined>
  /** With that label, ended ones included. */
  containers(label: string): Promise<EngineContainer[]>
  /** Paths that the container has added or changed over its image. */
  changes(container: string): Promise<string[]>
  /** Whether the path is in the container's file system. */
  has(container: string, path: string): Promise<boolean>
  /** GET of a port that a container publishes on this machine. */
  visit(port: number): Promise<{ status: number; body: string }>
  /** With all its names. */
  removeImage(id: string): Promise<void>
  /** Running or not. */
  removeContainer(id: string): Promise<void>
}

/** No engine answers, or not to us. */
export class EngineAbsent extends Error {
  override readonly name = 'EngineAbsent'
  readonly next: string

  constructor(observed: string, next: string) {
    super(observed)
    this.next = next
  }
}

/** The Engine refused; its own words are the message. */
export class EngineRefusal extends Error {
  override readonly name: 'NotFound' | 'ResourceInUse' | 'EngineRefusal'

  constructor(status: number, message: string) {
    super(message)
    this.name = status === 404 ? 'NotFound' : status === 409 ? 'ResourceInUse' : 'EngineRefusal'
  }
}
