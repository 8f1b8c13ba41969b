using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using ProcGen.Shared.Methods;

namespace ProcGen.Shared;

/// <summary>
/// The types of the runtime and the framework that the rules ask for, looked up once per compilation, and what was found out about its types so far.
/// There is none for a compilation without the runtime: then there is nothing to generate or to report.
/// </summary>
internal sealed class KnownSymbols
{
    // Weak: a compilation that nobody uses any more is not kept alive by what was found out about it.
    private static readonly ConditionalWeakTable<Compilation, KnownSymbols?> s_cache = new();

    private KnownSymbols(Compilation compilation, INamedTypeSymbol runInProcessAttribute)
    {
        Compilation = compilation;
        RunInProcessAttribute = runInProcessAttribute;
        WorkerStartupAttribute = compilation.GetBestTypeByMetadataName(WellKnownTypes.WorkerStartupAttribute);
        WorkerStateAttribute = compilation.GetBestTypeByMetadataName(WellKnownTypes.WorkerStateAttribute);
        ManagedObjectAttribute = compilation.GetBestTypeByMetadataName(WellKnownTypes.ManagedObjectAttribute);
        WorkerProcess = compilation.GetBestTypeByMetadataName(WellKnownTypes.WorkerProcess);
        Task = compilation.GetBestTypeByMetadataName(WellKnownTypes.Task);
        TaskOfT = compilation.GetBestTypeByMetadataName(WellKnownTypes.TaskOfT);
        ValueTask = compilation.GetBestTypeByMetadataName(WellKnownTypes.ValueTask);
        ValueTaskOfT = compilation.GetBestTypeByMetadataName(WellKnownTypes.ValueTaskOfT);
        CancellationToken = compilation.GetBestTypeByMetadataName(WellKnownTypes.CancellationToken);
        ProgressOfT = compilation.GetBestTypeByMetadataName(WellKnownTypes.ProgressOfT);
        EnumerableOfT = compilation.GetSpecialType(SpecialType.System_Collections_Generic_IEnumerable_T);
        AsyncEnumerableOfT = compilation.GetBestTypeByMetadataName(WellKnownTypes.AsyncEnumerableOfT);
        ChannelReaderOfT = compilation.GetBestTypeByMetadataName(WellKnownTypes.ChannelReaderOfT);
        Stream = compilation.GetBestTypeByMetadataName(WellKnownTypes.Stream);
        TextReader = compilation.GetBestTypeByMetadataName(WellKnownTypes.TextReader);
        ObsoleteAttribute = compilation.GetBestTypeByMetadataName(WellKnownTypes.ObsoleteAttribute);
        ExperimentalAttribute = compilation.GetBestTypeByMetadataName(WellKnownTypes.ExperimentalAttribute);
        UnmanagedCallersOnlyAttribute = compilation.GetBestTypeByMetadataName(WellKnownTypes.UnmanagedCallersOnlyAttribute);
    }

    public Compilation Compilation { get; }

    public INamedTypeSymbol RunInProcessAttribute { get; }

    public INamedTypeSymbol? WorkerStartupAttribute { get; }

    public INamedTypeSymbol? WorkerStateAttribute { get; }

    public INamedTypeSymbol? ManagedObjectAttribute { get; }

    public INamedTypeSymbol? WorkerProcess { get; }

    public INamedTypeSymbol? Task { get; }

    public INamedTypeSymbol? TaskOfT { get; }

    public INamedTypeSymbol? ValueTask { get; }

    public INamedTypeSymbol? ValueTaskOfT { get; }

    public INamedTypeSymbol? CancellationToken { get; }

    public INamedTypeSymbol? ProgressOfT { get; }

    public INamedTypeSymbol EnumerableOfT { get; }

    public INamedTypeSymbol? AsyncEnumerableOfT { get; }

    public INamedTypeSymbol? ChannelReaderOfT { get; }

    public INamedTypeSymbol? Stream { get; }

    public INamedTypeSymbol? TextReader { get; }

    public INamedTypeSymbol? ObsoleteAttribute { get; }

    public INamedTypeSymbol? ExperimentalAttribute { get; }

    public INamedTypeSymbol? UnmanagedCallersOnlyAttribute { get; }

    /// <summary>What is generated into each type that was asked for, so that its methods are not analysed once for each of them.</summary>
    public ConcurrentDictionary<INamedTypeSymbol, StubClassShape?> StubClasses { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The interfaces that were asked for, as far as they are managed ones of this compilation.</summary>
    public ConcurrentDictionary<INamedTypeSymbol, Managed.ManagedInterfaceShape?> ManagedInterfaces { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Whether the compilation sees the runtime's internal members, as the runtime's own tests do.</summary>
    public bool SeesRuntimeInternals => RunInProcessAttribute.ContainingAssembly.GivesAccessTo(Compilation.Assembly);

    /// <summary>The known symbols of a compilation, or null if it does not reference the runtime.</summary>
    public static KnownSymbols? For(Compilation compilation) =>
        s_cache.GetValue(
            compilation,
            static c => c.GetBestTypeByMetadataName(WellKnownTypes.RunInProcessAttribute) is { } attribute && attribute.ContainingAssembly.Name == WellKnownTypes.RuntimeAssembly
                ? new KnownSymbols(c, attribute)
                : null);
}
