import type { ManagedPrefixList } from '@aws-sdk/client-ec2'
import type { Scope } from '../../store/store.ts'
import { contains } from './cidr.ts'
import { missingParameter, notFound } from './errors.ts'

/** A list of ranges that AWS keeps for one of its services. */
export interface AwsPrefixList {
  PrefixListId: string
  PrefixListName: string
  cidrs: string[]
}

/** AWS's own ids where they are generally known; elsewhere one made of the region's name. */
const KNOWN_IDS: Record<string, Record<string, string>> = {
  s3: {
    'us-east-1': 'pl-63a5400a',
    'us-east-2': 'pl-7ba54012',
    'us-west-1': 'pl-6ba54002',
    'us-west-2': 'pl-68a54001',
    'eu-west-1': 'pl-6da54004',
    'eu-central-1': 'pl-6ea54007',
  },
  dynamodb: {
    'us-east-1': 'pl-02cd2c6b',
    'us-east-2': 'pl-4ca54025',
    'us-west-2': 'pl-00a54069',
    'eu-west-1': 'pl-6fa54006',
    'eu-central-1': 'pl-66a5400f',
  },
}

/** The ranges of eu-west-1, in every region: which ones they are matters to nobody here. */
const RANGES: Record<string, string[]> = {
  s3: ['3.5.64.0/21', '3.5.72.0/23', '52.92.0.0/17', '52.218.0.0/17'],
  dynamodb: ['52.94.24.0/23', '52.94.26.0/23', '52.119.240.0/21'],
}

/** The prefix lists that AWS keeps in the region: S3's and DynamoDB's. */
export function awsPrefixLists(region: string): AwsPrefixList[] {
  return Object.entries(RANGES).map(([service, cidrs]) => ({
    PrefixListId: KNOWN_IDS[service]?.[region] ?? `pl-${madeUp(`${service}.${region}`)}`,
    PrefixListName: `com.amazonaws.${region}.${service}`,
    cidrs,
  }))
}

function madeUp(text: string): string {
  let hash = 0
  for (const char of text) hash = (Math.imul(hash, 31) + char.charCodeAt(0)) >>> 0
  return hash.toString(16).padStart(8, '0')
}

/** Throws InvalidPrefixListId.NotFound. */
export function findPrefixList(scope: Scope, id: string | undefined): AwsPrefixList {
  if (!id) throw missingParameter('prefixListId')
  const found = awsPrefixLists(scope.region).find(list => list.PrefixListId === id)
  if (!found) throw prefixListNotFound([id])
  return found
}

export const prefixListNotFound = (ids: string[]) =>
  notFound('InvalidPrefixListID.NotFound', 'prefix list ID', ids)

/** Whether one of the addresses lies in the list's ranges; false for a list that is not there. */
export function listContains(region: string, id: string, ips: string[]): boolean {
  const list = awsPrefixLists(region).find(({ PrefixListId }) => PrefixListId === id)
  return list?.cidrs.some(cidr => ips.some(ip => contains(cidr, ip))) ?? false
}

/** As DescribeManagedPrefixLists shows it. */
export function shownPrefixList(region: string, list: AwsPrefixList): ManagedPrefixList {
  const { PrefixListId, PrefixListName } = list
  return {
    ...{ PrefixListId, PrefixListName, AddressFamily: 'IPv4', State: 'create-complete', Tags: [] },
    PrefixListArn: `arn:aws:ec2:${region}:aws:prefix-list/${PrefixListId}`,
    OwnerId: 'AWS',
  }
}
