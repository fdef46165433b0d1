import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Operation } from '../operation.ts'
import { readServiceModel, type ServiceModel } from '../protocol/service-model.ts'
import type { Scope } from '../store/store.ts'
import type { Service } from './service.ts'

interface Tag {
  Key: string
  Value: string
}

interface TaggedModule {
  taggedResources(scope: Scope): { arn: string; tags: Tag[] }[]
}

/** A service with its SDK client's model, which is read at its first request. */
export interface LoadedService extends Service {
  model: ServiceModel
  /** The operation's implementation; undefined when the practice account does not have it. */
  operation(name: string): Promise<Operation<object, object> | undefined>
}

/** The services in a folder such as `sandbox/services`, found by their `service.ts`. */
export class Services {
  readonly directory: string
  readonly #services: Service[]
  readonly #loaded = new Map<string, Promise<LoadedService>>()

  private constructor(directory: string, services: Service[]) {
    this.directory = directory
    this.#services = services
  }

  static async discover(directory: string): Promise<Services> {
    const folders = readdirSync(directory).filter(folder =>
      existsSync(path.join(directory, folder, 'service.ts')),
    )
    const services = await Promise.all(
      folders.sort().map(async folder => {
        const { service } = (await importFile(directory, folder, 'service.ts')) as { service: Service }
        return service
      }),
    )
    return new Services(directory, services)
  }

  /** Modules that some services have, such as `controllers.ts`, with their service's id. */
  async modules(file: string): Promise<{ id: string; module: object }[]> {
    const having = this.#services.filter(({ id }) => existsSync(path.join(this.directory, id, file)))
    return Promise.all(
      having.map(async ({ id }) => ({ id, module: await importFile(this.directory, id, file) })),
    )
  }

  /** Tags of a resource, where its service says which are tagged. */
  async tagsOf(id: string, arn: string, scope: Scope): Promise<Tag[]> {
    if (!existsSync(path.join(this.directory, id, 'tagged-resources.ts'))) return []
    const { taggedResources } = (await importFile(this.directory, id, 'tagged-resources.ts')) as TaggedModule
    return taggedResources(scope).find(tagged => tagged.arn === arn)?.tags ?? []
  }

  /** What credential scopes call the services. */
  signingNames(): string[] {
    return this.#services.map(({ signingName }) => signingName)
  }

  /** The service of a credential scope. */
  async bySigningName(signingName: string): Promise<LoadedService | undefined> {
    const service = this.#services.find(candidate => candidate.signingName === signingName)
    return service && this.#load(service)
  }

  /** The service of a folder. */
  async byId(id: string): Promise<LoadedService | undefined> {
    const service = this.#services.find(candidate => candidate.id === id)
    return service && this.#load(service)
  }

  /** For unsigned requests: the first service whose model answers to `matches`. */
  async find(matches: (model: ServiceModel) => boolean): Promise<LoadedService | undefined> {
    for (const service of this.#services) {
      const loaded = await this.#load(service)
      if (matches(loaded.model)) return loaded
    }
    return undefined
  }

  #load(service: Service): Promise<LoadedService> {
    let loaded = this.#loaded.get(service.id)
    if (!loaded) {
      loaded = this.#read(service)
      this.#loaded.set(service.id, loaded)
      loaded.catch(() => this.#loaded.delete(service.id))
    }
    return loaded
  }

  async #read(service: Service): Promise<LoadedService> {
    const model = readServiceModel(await service.client())
    const operations = new Map<string, Operation<object, object> | undefined>()
    const operation = async (name: string) => {
      if (!operations.has(name)) operations.set(name, await this.#operation(service.id, name))
      return operations.get(name)
    }
    return { ...service, model, operation }
  }

  async #operation(id: string, name: string): Promise<Operation<object, object> | undefined> {
    const file = path.join('operations', `${kebabCase(name)}.ts`)
    if (!existsSync(path.join(this.directory, id, file))) return undefined
    const exported = name.charAt(0).toLowerCase() + name.slice(1)
    const operation = ((await importFile(this.directory, id, file)) as Record<string, unknown>)[exported]
    if (typeof operation !== 'function') {
      throw new Error(`sandbox/services/${id}/${file} must export a function named ${exported}.`)
    }
    return operation as Operation<object, object>
  }
}

/** `DescribeDBInstances` → `describe-db-instances`, as the aws command line spells it. */
export function kebabCase(name: string): string {
  return name
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
}

async function importFile(directory: string, ...parts: string[]): Promise<object> {
  return (await import(pathToFileURL(path.join(directory, ...parts)).href)) as object
}
