import type { Tag } from '@aws-sdk/client-cloudformation'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { kebabCase } from '../../../gateway/services.ts'
import type { Sandbox } from '../../../operation.ts'
import type { Scope } from '../../../store/store.ts'
import type { Call } from './call.ts'
import type { NameRule } from './physical-name.ts'

/** Ends the token of a change that takes another one back. */
export const BACK = '-back'

export type Properties = Readonly<Record<string, unknown>>

/** What a type's handler may use. */
export interface Work {
  logicalId: string
  type: string
  stack: { stackId: string; stackName: string }
  accountId: string
  region: string
  sandbox: Sandbox
  scope: Scope
  /** With functions applied and dynamic references resolved. */
  properties: Properties
  /** Those of the resource and, where it has none of that key, those of the stack. */
  tags: Tag[]
  /** The same for every try of one request. */
  token: string
  call: Call
  /** A name out of the stack's and the logical id's, the same for every try. */
  name(rule?: NameRule): string
  /** Says that the resource is there, before it is complete: should what follows fail, it is removed. */
  made(physicalId: string, attributes?: Record<string, unknown>): void
  /** Waits for some milliseconds of the wall clock. */
  pause(ms: number): Promise<void>
}

/** Work on a resource that is there. */
export interface Change extends Work {
  physicalId: string
  attributes: Readonly<Record<string, unknown>>
  /** Properties of before the change; the same as `properties` where there is none. */
  before: Properties
  tagsBefore: Tag[]
  /** When it was asked for, in milliseconds of the account's own time. */
  begunAt: number
  /** Whether one of these properties changes. */
  changes(...names: string[]): boolean
}

/** What a resource is once it is there. */
export interface Made {
  physicalId: string
  attributes?: Record<string, unknown>
}

/** One type of resource: `resources/aws-ecs-service.ts` exports `awsEcsService`. */
export interface ResourceType {
  /** Properties whose change makes a new resource. */
  replaces: readonly string[]
  /** Properties that can be changed. */
  updates: readonly string[]
  required?: readonly string[]
  /** The property that names the resource: where a template gives it, the resource cannot be replaced under that name. */
  nameProperty?: string
  /** Accepted properties that change nothing here, each with what that means. */
  withoutEffect?: Readonly<Record<string, string>>
  /** True when any property is accepted, as of custom resources. */
  anyProperty?: boolean
  /** Attributes that Fn::GetAtt may ask for. */
  attributes?: readonly string[]
  /** A further case in which a change makes a new resource. */
  isReplacedBy?(before: Properties, after: Properties): boolean
  create(work: Work): Promise<Made>
  /** Asked again and again after `create` and `update`, until it is true. Throws when that cannot come any more. */
  settled?(change: Change): Promise<boolean>
  /** Attributes, read once the resource is settled. */
  read?(change: Change): Promise<Record<string, unknown>>
  update?(change: Change): Promise<Partial<Made> | void>
  remove(change: Change): Promise<void>
  /** Asked again and again after `remove`, until it is true. */
  removed?(change: Change): Promise<boolean>
  /** Properties as the service has them now, for drift; only those that can be read. */
  actual?(change: Change): Promise<Record<string, unknown>>
}

const FOLDER = path.join(import.meta.dirname, '../resources')
const known = new Map<string, Promise<ResourceType>>()

/** The type's file; undefined where the practice account does not have it. */
export async function resourceType(type: string): Promise<ResourceType | undefined> {
  const file = fileOf(type)
  if (!existsSync(path.join(FOLDER, file))) return undefined
  let loading = known.get(file)
  if (!loading) known.set(file, (loading = loadTypeFile(file)))
  return loading
}

/** Whether there is a file for the type. */
export function isKnownType(type: string): boolean {
  return existsSync(path.join(FOLDER, fileOf(type)))
}

/** Names of the files of all types, without their ending. */
export function typeFiles(): string[] {
  return readdirSync(FOLDER)
    .filter(file => /^(aws|custom)-.*(?<!\.test)\.ts$|^custom\.ts$/.test(file) && !file.endsWith('.test.ts'))
    .map(file => file.slice(0, -'.ts'.length))
}

function fileOf(type: string): string {
  if (type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource') return 'custom.ts'
  return `${type.split('::').map(kebabCase).join('-')}.ts`
}

/** The type that a file exports. Throws when it exports none of its name. */
export async function loadTypeFile(file: string): Promise<ResourceType> {
  const exported = file.slice(0, -'.ts'.length).replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  const module = (await import(pathToFileURL(path.join(FOLDER, file)).href)) as Record<string, unknown>
  const type = module[exported] as ResourceType | undefined
  if (!type) throw new Error(`${file} must export a resource type named ${exported}.`)
  return type
}
