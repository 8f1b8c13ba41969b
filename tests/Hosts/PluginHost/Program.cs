using System.Reflection;
using System.Runtime.Loader;

Console.WriteLine($"main: {Environment.ProcessId}");
string path = Path.GetFullPath(args[0]);
Assembly plugin = new PluginContext(path).LoadFromAssemblyPath(path);
MethodInfo run = plugin.GetType("Plugin.PluginEntry", throwOnError: true)!.GetMethod("RunAsync")!;
await (Task)run.Invoke(null, [(Action<string>)Console.WriteLine])!;

/// <summary>Loads a plug-in with the assemblies that lie beside it, as hosts of plug-ins do.</summary>
internal sealed class PluginContext(string path) : AssemblyLoadContext("plugin")
{
    private readonly AssemblyDependencyResolver _resolver = new(path);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        _resolver.ResolveAssemblyToPath(assemblyName) is { } file ? LoadFromAssemblyPath(file) : null;
}
