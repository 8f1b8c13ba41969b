using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Loader;
using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Protocol;

namespace ProcGen.Workers;

/// <summary>An assembly with marked methods that the parent has declared: found, compared and started up on the thread that runs bodies, because all of that runs user code.</summary>
internal sealed class WorkerAssembly(AssemblyDeclaration declaration, WorkerStartupMethods startup)
{
    private readonly Lock _gate = new();
    private ProcessMethodTable? _table;
    private volatile bool _resolved;

    /// <summary>Whether <see cref="Resolve"/> has run.</summary>
    public bool IsResolved => _resolved;

    /// <summary>Why its methods cannot be called; null if they can.</summary>
    public Exception? Error { get; private set; }

    /// <summary>What the error is of.</summary>
    public CallFailure Failure { get; private set; }

    /// <summary>Does it once; whoever comes later, or meanwhile, waits for that.</summary>
    public void Resolve()
    {
        lock (_gate)
        {
            if (_resolved)
            {
                return;
            }

            try
            {
                Failure = CallFailure.UnknownMethod;
                ProcessMethodTable table = FindTable();
                Failure = CallFailure.Startup;
                startup.Run(table);
                _table = table;
            }
            catch (Exception e)
            {
                Error = e;
            }

            _resolved = true;
        }
    }

    /// <summary>The method with this id; null if there is none, or the assembly has an error.</summary>
    public ProcessMethod? TryFind(ulong id) => Error is null ? _table?.Find(id) : null;

    /// <summary>The method with this id.</summary>
    /// <exception cref="ProcessException">There is none.</exception>
    public ProcessMethod Find(ulong id) => _table!.Find(id) ?? throw new ProcessException(
        $"The assembly '{declaration.Name}' of this worker has no marked method with the id {id:x16}, although its table has the same hash as the parent's. This is an error in ProcGen.");

    private ProcessMethodTable FindTable()
    {
        ProcessMethodTable table = MethodTables.Find(declaration.Name, _ => FindAssembly()) ?? throw new ProcessException(
            $"The assembly '{declaration.Name}' of this worker has no marked methods; the parent's has. They are different builds.");
        Assembly assembly = table.GetType().Assembly;
        if (table.Hash != declaration.TableHash)
        {
            throw Different($"the tables of marked methods differ ({declaration.TableHash:x16} in the parent, {table.Hash:x16} in the worker)", assembly);
        }

        Guid moduleVersion = ModuleVersions.Get(assembly);
        if (ModuleVersions.Differ(moduleVersion, declaration.ModuleVersion))
        {
            throw Different($"the module version ids differ ({declaration.ModuleVersion} in the parent, {moduleVersion} in the worker)", assembly);
        }

        return table;
    }

    private ProcessException Different(string what, Assembly assembly) => new(
        $"The worker has another build of the assembly '{declaration.Name}' than its parent: {what}. The parent loaded it from '{declaration.Location}', the worker from " +
        $"'{LocationOf(assembly)}'. Rebuild or redeploy both, and restart the application if its files were replaced while it ran.");

    private Assembly FindAssembly()
    {
        Assembly? other = null;
        foreach (Assembly loaded in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (!loaded.IsDynamic && loaded.GetName().Name == declaration.Name)
            {
                if (!ModuleVersions.Differ(ModuleVersions.Get(loaded), declaration.ModuleVersion))
                {
                    return loaded;
                }

                other = loaded;
            }
        }

        return other ?? Load();
    }

    private Assembly Load()
    {
        try
        {
            return Assembly.Load(new AssemblyName(declaration.Name));
        }
        catch (FileNotFoundException) when (File.Exists(declaration.Location))
        {
            // A host such as a test runner, whose own dependencies do not name the assembly: the parent says where it is, and its .deps.json what it needs.
            return LoadFrom(declaration.Location);
        }
        catch (FileNotFoundException e)
        {
            throw new ProcessException(
                $"The worker cannot find the assembly '{declaration.Name}': neither by its name nor at '{declaration.Location}', from where the parent has loaded it.", e);
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A trimmed application contains its assemblies, and does not get here.")]
    private static Assembly LoadFrom(string location)
    {
        var resolver = new AssemblyDependencyResolver(location);
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            resolver.ResolveAssemblyToPath(name) is { } path ? context.LoadFromAssemblyPath(path)
            : Path.Combine(Path.GetDirectoryName(location)!, name.Name + ".dll") is { } beside && File.Exists(beside) ? context.LoadFromAssemblyPath(beside)
            : null;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
            resolver.ResolveUnmanagedDllToPath(name) is { } path ? System.Runtime.InteropServices.NativeLibrary.Load(path) : 0;
        return AssemblyLoadContext.Default.LoadFromAssemblyPath(location);
    }

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "Only for a message; empty says enough.")]
    private static string LocationOf(Assembly assembly) => assembly.IsDynamic ? "" : assembly.Location;
}
