// Reads a JSON list of diagrams from standard input, parses each with both Mermaids, and prints a JSON list of the errors:
// {version, diagram (its place in the list), error}. Mermaid's labels are cleaned by a library that needs a document.
import { JSDOM } from "jsdom";

const { window } = new JSDOM("");
for (const name of ["window", "document", "Element", "Node"]) globalThis[name] = window[name];

const diagrams = JSON.parse(await new Response(process.stdin).text());
const errors = [];
for (const version of ["mermaid-previous", "mermaid-present"]) {
  const { default: mermaid } = await import(version);
  for (const [diagram, text] of diagrams.entries()) {
    try {
      await mermaid.parse(text);
    } catch (error) {
      errors.push({ version, diagram, error: String(error.message ?? error) });
    }
  }
}
process.stdout.write(JSON.stringify(errors));
