using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Use;

/// <summary>The types of the runtime that the rules on use ask for, looked up once per compilation. Those that this version of the runtime does not have are null.</summary>
internal sealed class UseSymbols
{
    // Weak, as the known symbols themselves are.
    private static readonly ConditionalWeakTable<KnownSymbols, UseSymbols> s_cache = new();

    private UseSymbols(KnownSymbols known)
    {
        Known = known;
        Runtime = known.RunInProcessAttribute.ContainingAssembly;
        Invocation = Runtime.GetTypeByMetadataName("ProcGen.ProcessInvocation");
        Stream = Runtime.GetTypeByMetadataName("ProcGen.ProcessStream`1");
        BoundCall = Runtime.GetTypeByMetadataName("ProcGen.BoundProcessCall");
        BoundCallOfT = Runtime.GetTypeByMetadataName("ProcGen.BoundProcessCall`1");
        Executor = Runtime.GetTypeByMetadataName("ProcGen.IProcessExecutor");
        Pool = Runtime.GetTypeByMetadataName("ProcGen.ProcessPool");
        Disposable = known.Compilation.GetSpecialType(SpecialType.System_IDisposable);
        AsyncDisposable = known.Compilation.GetBestTypeByMetadataName("System.IAsyncDisposable");
        ExpressionOfT = known.Compilation.GetBestTypeByMetadataName("System.Linq.Expressions.Expression`1");
    }

    public KnownSymbols Known { get; }

    public IAssemblySymbol Runtime { get; }

    public INamedTypeSymbol? Invocation { get; }

    public INamedTypeSymbol? Stream { get; }

    public INamedTypeSymbol? BoundCall { get; }

    public INamedTypeSymbol? BoundCallOfT { get; }

    public INamedTypeSymbol? Executor { get; }

    public INamedTypeSymbol? Pool { get; }

    public INamedTypeSymbol Disposable { get; }

    public INamedTypeSymbol? AsyncDisposable { get; }

    public INamedTypeSymbol? ExpressionOfT { get; }

    public static UseSymbols For(KnownSymbols known) => s_cache.GetValue(known, static k => new UseSymbols(k));

    /// <summary>Whether a value only describes a call, of whatever kind: nothing runs because it exists.</summary>
    public bool IsDescription(ITypeSymbol? type) => IsInvocation(type) || IsBound(type);

    /// <summary>Whether a type is a description that generated stubs make.</summary>
    public bool IsInvocation(ITypeSymbol? type) => type is not null && (type.Is(Invocation) || type.DerivesFrom(Invocation));

    /// <summary>Whether a type is a call together with the executor that will run it.</summary>
    public bool IsBound(ITypeSymbol? type) => type is not null && (type.Is(BoundCall) || type.Is(BoundCallOfT));

    /// <summary>Whether a type is the description of a call whose result is a sequence.</summary>
    public bool IsStream(ITypeSymbol? type) => type is not null && (type.Is(Stream) || type.DerivesFrom(Stream));

    /// <summary>Whether a type is a sequence that does nothing before it is enumerated.</summary>
    public bool IsAsyncSequence(ITypeSymbol? type) => type is not null && (type.Is(Known.AsyncEnumerableOfT) || IsStream(type));

    /// <summary>Whether a type is a task or a value task.</summary>
    public bool IsTask(ITypeSymbol? type) =>
        type is not null && (type.Is(Known.Task) || type.Is(Known.TaskOfT) || type.Is(Known.ValueTask) || type.Is(Known.ValueTaskOfT));

    public bool IsOfRuntime(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, Runtime);

    /// <summary>Whether a method is one of an executor, declared there or implemented by anyone.</summary>
    public bool IsExecutorMethod(IMethodSymbol method)
    {
        if (Executor is null || method.Name is not ("RunAsync" or "StreamAsync") || method.ContainingType is not { } type)
        {
            return false;
        }

        return type.Is(Executor)
            || (type.AllInterfaces.Contains(Executor, SymbolEqualityComparer.Default)
                && Executor.GetMembers(method.Name).Any(member => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method.OriginalDefinition)));
    }

    public bool IsDisposable(ITypeSymbol type) => type.Is(Disposable) || type.AllInterfaces.Contains(Disposable, SymbolEqualityComparer.Default);

    public bool IsAsyncDisposable(ITypeSymbol type) => AsyncDisposable is not null && (type.Is(AsyncDisposable) || type.AllInterfaces.Contains(AsyncDisposable, SymbolEqualityComparer.Default));

    /// <summary>A method as a message names it: <c>Primes.InProcess.Count</c>, <c>ProcessPool.RunAsync</c>.</summary>
    public static string NameOf(ISymbol member)
    {
        INamedTypeSymbol type = member.ContainingType;
        string name = $"{type.Name}.{member.Name}";
        return type is { Name: WellKnownTypes.StubClass, ContainingType: { } outer } ? $"{outer.Name}.{name}" : name;
    }
}
