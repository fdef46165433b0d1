import { validationError } from '../errors.ts'
import type { TemplateResource } from './template.ts'

const SECTIONS = ['Parameters', 'Mappings', 'Conditions', 'Outputs', 'Metadata', 'Rules', 'Hooks']
const KNOWN = new Set([...['AWSTemplateFormatVersion', 'Description', 'Transform', 'Resources'], ...SECTIONS])
const OF_RESOURCES = new Set([
  ...['Type', 'Properties', 'DependsOn', 'Condition', 'DeletionPolicy', 'UpdateReplacePolicy', 'Metadata'],
  ...['CreationPolicy', 'UpdatePolicy', 'Description', 'Version'],
])
const OF_PARAMETERS = new Set([
  ...['Type', 'Default', 'NoEcho', 'Description', 'AllowedValues', 'AllowedPattern'],
  ...['ConstraintDescription', 'MinLength', 'MaxLength', 'MinValue', 'MaxValue'],
])
const LONGEST_DESCRIPTION = 1024

/** What begins the key of a loop, `Fn::ForEach::Name`. */
export const LOOP = 'Fn::ForEach::'

/** True for what JSON calls an object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Throws ValidationError for what is no template: sections and members of another kind, or with other names. Loops may stand for members. */
export function checkShape(value: unknown): asserts value is Record<string, unknown> {
  if (!isRecord(value)) throw validationError('Template format error: unsupported structure.')
  const strange = Object.keys(value).filter(key => !KNOWN.has(key))
  if (strange.length > 0)
    throw validationError(`Invalid template property or properties [${strange.join(', ')}]`)
  const { AWSTemplateFormatVersion: version, Description: description } = value
  if (version !== undefined && version !== '2010-09-09') {
    throw formatError(`${shown(version)} is not a supported value for AWSTemplateFormatVersion.`)
  }
  if (description != null && typeof description !== 'string')
    throw formatError('Description must be a string.')
  if (Buffer.byteLength(description ?? '') > LONGEST_DESCRIPTION) {
    throw formatError(`'Description' length is greater than ${LONGEST_DESCRIPTION}.`)
  }
  for (const section of SECTIONS) {
    const found = value[section]
    // A section without a member in it, as YAML has it.
    if (found === null) delete value[section]
    else if (found !== undefined && !isRecord(found)) throw formatError(`${section} must be an object.`)
  }
  checkResources(value['Resources'])
  checkMembers(value, 'Parameters', 'Type', OF_PARAMETERS)
  for (const member of Object.values(
    (value['Parameters'] ?? {}) as Record<string, Record<string, unknown>>,
  )) {
    const { Default, AllowedValues = [] } = member
    if (typeof Default === 'object') throw formatError('Every Default member must be a string.')
    if (!Array.isArray(AllowedValues)) throw formatError('Every AllowedValues member must be a list.')
  }
  checkMembers(value, 'Outputs', 'Value')
  checkMembers(value, 'Mappings')
  checkMembers(value, 'Conditions')
  checkMembers(value, 'Rules')
  for (const rule of Object.values((value['Rules'] ?? {}) as Record<string, Record<string, unknown>>)) {
    const { Assertions = [] } = rule
    if (!Array.isArray(Assertions) || !Assertions.every(isRecord))
      throw formatError('Every Assertions member must be a list of objects.')
  }
  for (const [name, map] of Object.entries(value['Mappings'] ?? {})) {
    for (const [key, inner] of Object.entries(map as object)) {
      if (!isRecord(inner))
        throw formatError(`Every Mappings attribute must be an object; ${name}.${key} is none.`)
    }
  }
}

function checkResources(resources: unknown): void {
  if (!isRecord(resources) || Object.keys(resources).length === 0) {
    throw formatError('At least one Resources member must be defined.')
  }
  for (const [id, resource] of Object.entries(resources)) {
    if (id.startsWith(LOOP)) continue
    if (!/^[A-Za-z0-9]{1,255}$/.test(id)) throw formatError(`Resource name ${id} is non alphanumeric.`)
    if (!isRecord(resource)) throw formatError(`[/Resources/${id}] value must be an object.`)
    if (typeof (resource as Partial<TemplateResource>).Type !== 'string') {
      throw formatError(`[/Resources/${id}] Every Resources object must contain a Type member.`)
    }
    const strange = Object.keys(resource).find(key => !OF_RESOURCES.has(key))
    if (strange !== undefined) throw validationError(`Invalid template resource property '${strange}'`)
    if (resource['Properties'] === null) delete resource['Properties']
    for (const key of ['Properties', 'Metadata', 'CreationPolicy']) {
      if (resource[key] !== undefined && !isRecord(resource[key]))
        throw formatError(`[/Resources/${id}/${key}] value must be an object.`)
    }
    const { DependsOn = [], Condition = '' } = resource
    if (![DependsOn].flat().every(name => typeof name === 'string')) {
      throw formatError(`Every DependsOn value must be a string.`)
    }
    if (typeof Condition !== 'string') throw formatError('Every Condition member must be a string.')
  }
}

/** The members of a section are objects, with a member that they need and no other than those that are known. */
function checkMembers(
  template: Record<string, unknown>,
  section: string,
  needed?: string,
  known?: ReadonlySet<string>,
): void {
  for (const [name, member] of Object.entries(template[section] ?? {})) {
    if (name.startsWith(LOOP)) continue
    if (!isRecord(member)) throw formatError(`Every ${section} member must be an object; ${name} is none.`)
    if (needed !== undefined && member[needed] == null) {
      throw formatError(`Every ${section} object must contain a ${needed} member; ${name} has none.`)
    }
    const strange = known && Object.keys(member).find(key => !known.has(key))
    if (strange !== undefined) throw validationError(`Invalid template parameter property '${strange}'`)
  }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function formatError(text: string) {
  return validationError(`Template format error: ${text}`)
}
