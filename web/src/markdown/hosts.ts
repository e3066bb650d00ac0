/**
 * Stands in for the package `punycode.js` of the Markdown parser. Names of hosts in other scripts are shown as they are
 * sent, so that no letter can be taken for another.
 */
export default {
  toASCII: (host: string): string => URL.parse(`http://${host}`)?.hostname ?? host,
  toUnicode: (host: string): string => host,
};
