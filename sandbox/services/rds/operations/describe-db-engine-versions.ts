import type { DBEngineVersionMessage, DescribeDBEngineVersionsMessage } from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { type Engine, ENGINES } from '../engines.ts'
import { page } from '../pages.ts'

/** The engines and versions that requests may name; all are run by this machine's MariaDB. */
export const describeDBEngineVersions: Operation<
  DescribeDBEngineVersionsMessage,
  DBEngineVersionMessage
> = input => {
  const { Engine: engine, EngineVersion: version, DefaultOnly, DBParameterGroupFamily: wanted } = input
  const found = (Object.keys(ENGINES) as Engine[])
    .filter(name => engine === undefined || name === engine)
    .flatMap(name => {
      const { versions, standard, description } = ENGINES[name]
      return versions
        .filter(one => (!DefaultOnly || one === standard) && isMeant(one, version))
        .filter(one => wanted === undefined || wanted === `${name}${one}`)
        .map(one => ({
          Engine: name,
          MajorEngineVersion: one,
          EngineVersion: one,
          DBParameterGroupFamily: `${name}${one}`,
          DBEngineDescription: description,
          DBEngineVersionDescription: `${name} ${one}, run by this machine's MariaDB`,
          ValidUpgradeTarget: [],
          ExportableLogTypes: [],
          SupportsLogExportsToCloudwatchLogs: false,
          SupportsReadReplica: false,
          SupportedFeatureNames: [],
          Status: 'available',
          SupportsParallelQuery: false,
          SupportsGlobalDatabases: false,
          SupportsBabelfish: false,
          SupportsCertificateRotationWithoutRestart: false,
        }))
    })
  const { items, Marker } = page(found, input)
  return { DBEngineVersions: items, ...(Marker && { Marker }) }
}

function isMeant(one: string, version: string | undefined): boolean {
  return version === undefined || version === one || version.startsWith(`${one}.`)
}
