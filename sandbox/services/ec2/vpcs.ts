import type { Vpc } from '@aws-sdk/client-ec2'
import type { VpcDocument } from './store.ts'

/** A VPC as DescribeVpcs shows it. */
export function shownVpc({ attributes: _attributes, ...vpc }: VpcDocument): Vpc {
  return vpc
}

/** Every IPv4 range that is associated with the VPC. */
export function rangesOf({ CidrBlockAssociationSet = [] }: VpcDocument): string[] {
  return CidrBlockAssociationSet.flatMap(({ CidrBlock }) => CidrBlock ?? [])
}
