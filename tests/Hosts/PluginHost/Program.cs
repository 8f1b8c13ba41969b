using System.Reflection;
using System.Runtime.Loader;
using ProcGen.Hosts;

HostReport.EntryPointReached();
if (args is not [string way, string path])
{
    Console.Error.WriteLine("usage: PluginHost load-from|load-context PLUGIN");
    return 2;
}

Assembly plugin = way switch
{
    "load-from" => Assembly.LoadFrom(path),
    "load-context" => new PluginLoadContext(path).LoadFromAssemblyPath(path),
    _ => throw new ArgumentException($"'{way}' is no way to load a plugin."),
};
var describe = plugin.GetType("ProcGen.Hosts.Plugin", throwOnError: true)!.GetMethod("DescribeAsync")!
    .CreateDelegate<Func<string, Task<(string Text, int WorkerId, string Facts, string Route)>>>();
var (text, workerId, facts, route) = await describe("in a plugin");
HostReport.Write(route);
return HostReport.WriteCall("plugin", "in a plugin", text, workerId, facts) ? 0 : 1;

/// <summary>A load context as the SDK's documentation shows it: everything that the plugin's own .deps.json names comes from beside the plugin.</summary>
internal sealed class PluginLoadContext(string pluginPath) : AssemblyLoadContext(nameof(PluginLoadContext))
{
    private readonly AssemblyDependencyResolver _resolver = new(pluginPath);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
}
