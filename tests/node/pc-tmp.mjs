import { Client as N, StreamableHTTPClientTransport as NH } from "@modelcontextprotocol/client";
import { Client as O } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as OH } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
const url=new URL(process.argv[2]);
for (const [n,C,T] of [["TSn",N,NH],["TSo",O,OH]]) { const r={};
 for (let i=0;i<8;i++) { let errs=[]; const c=new C({name:"x",version:"1"}); c.onerror=e=>errs.push(e.message.slice(0,60));
  try { await c.connect(new T(url)); const a=new AbortController(); const p=(n==="TSn"?c.callTool({name:"hold",arguments:{label:""+Math.random(),millis:5000}},{signal:a.signal}):c.callTool({name:"hold",arguments:{label:""+Math.random(),millis:5000}},undefined,{signal:a.signal})).catch(e=>e);
   await new Promise(s=>setTimeout(s,100)); a.abort(new Error("x")); await p; await new Promise(s=>setTimeout(s,100)); await c.callTool({name:"greet",arguments:{name:"x"}}); await c.close(); } catch(e) { errs.push("THROW "+e.message.slice(0,60)); }
  const k=errs.join("; ")||"ok"; r[k]=(r[k]||0)+1; }
 console.log("  ",n,r); }
process.exit(0);
