using System.Reflection;
using System.Runtime.Loader;
using ProcGen;

// Runs workers where the program of the parent is not the application: plug-ins, components in a foreign host. It is started as
//   dotnet exec [--depsfile <the component's>] [--runtimeconfig <the component's or the host's>] ProcGen.WorkerHost.dll <folder> <folder>
// and lies beside ProcGen.Runtime.dll, without a deps file of its own: then `dotnet` finds every assembly of that folder, unless the component's deps file says more precisely which.
AssemblyLoadContext.Default.Resolving += (context, name) =>
    args.Select(folder => Path.Combine(folder, name.Name + ".dll")).FirstOrDefault(File.Exists) is { } file ? context.LoadFromAssemblyPath(Path.GetFullPath(file)) : null;
return Worker.Run();

// A method of its own, so that the runtime is not looked for before the handler above is there.
internal static class Worker
{
    public static int Run()
    {
        if (ProcGenWorker.TryRun([], out int code))
        {
            return code;
        }

        Console.Error.WriteLine($"{Assembly.GetExecutingAssembly().GetName().Name} is started by ProcGen itself, never by hand.");
        return 1;
    }
}
