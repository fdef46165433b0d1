import { XmlCodec } from '@aws-sdk/core/protocols'
import { NormalizedSchema } from '@smithy/core/schema'

/** A schema, or a function that answers one. */
export type SchemaRef = NormalizedSchema['ref']

/** A structure that no model has, such as the envelope around a result. */
export function structure(
  name: string,
  members: [name: string, schema: SchemaRef][],
  xmlNamespace?: string,
): SchemaRef {
  const traits = xmlNamespace ? { xmlNamespace: ['', xmlNamespace] as [string, string] } : 0
  return [3, 'slipway', name, traits, members.map(([key]) => key), members.map(([, ref]) => ref)]
}

/** Schema of a string. */
export const STRING = 0 as const

/** As `writeXml`; what clients sent and XML has no character for is replaced: no parser would read the error otherwise. */
export function writeErrorXml(schema: SchemaRef, value: object): string {
  return writeXml(schema, value).replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '\ufffd')
}

/** An XML document of `value`, which leaves out what the schema does not know. */
export function writeXml(schema: SchemaRef | NormalizedSchema, value: object, xmlNamespace = ''): string {
  const codec = new XmlCodec({
    timestampFormat: { useTrait: true, default: 5 },
    httpBindings: false,
    xmlNamespace,
    serviceNamespace: '',
  })
  const serializer = codec.createSerializer()
  serializer.write(NormalizedSchema.of(schema), value)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${String(serializer.flush())}`
}
