import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** A policy that AWS manages, as its file in `managed-policies/` has it. */
export interface AwsManagedPolicy {
  Arn: string
  PolicyName: string
  PolicyId: string
  Path: string
  Description: string
  DefaultVersionId: string
  CreateDate: string
  /** Its document as JSON text. */
  document: string
}

type PolicyFile = Pick<AwsManagedPolicy, 'Path' | 'Description' | 'DefaultVersionId' | 'CreateDate'> & {
  Document: object
}

const DIRECTORY = path.join(import.meta.dirname, 'managed-policies')

let policies: ReadonlyMap<string, AwsManagedPolicy> | undefined

/** The policies that AWS manages and the practice account has, by ARN. */
export function managedPolicies(): ReadonlyMap<string, AwsManagedPolicy> {
  policies ??= new Map(
    readdirSync(DIRECTORY)
      .sort()
      .map(file => {
        const policy = readPolicyFile(file)
        return [policy.Arn, policy]
      }),
  )
  return policies
}

/** The document of `arn:aws:iam::aws:policy/…`; undefined when the practice account does not have it. */
export function managedPolicyText(arn: string): string | undefined {
  return managedPolicies().get(arn)?.document
}

function readPolicyFile(file: string): AwsManagedPolicy {
  const name = path.basename(file, '.json')
  const { Document, ...policy } = JSON.parse(readFileSync(path.join(DIRECTORY, file), 'utf8')) as PolicyFile
  return {
    ...policy,
    PolicyName: name,
    Arn: `arn:aws:iam::aws:policy${policy.Path}${name}`,
    PolicyId: `ANPA${idFrom(name)}`,
    document: JSON.stringify(Document),
  }
}

/** The same 17 characters at every start. */
function idFrom(name: string): string {
  return createHash('sha256').update(name).digest('hex').toUpperCase().slice(0, 17)
}
