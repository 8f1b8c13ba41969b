using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using ProcGen.Shared.Crossing;

namespace ProcGen.Analyzers.Crossing;

/// <summary>
/// Finds the types that a compilation sees and that derive from a class or implement an interface. Source is searched by the names in base lists, references only where they
/// refer to the assembly of the type, and never those of .NET. Thread-safe; kept with its compilation, what is found in a reference as long as that.
/// </summary>
internal sealed class DerivedTypes
{
    private static readonly ConditionalWeakTable<Compilation, DerivedTypes> s_compilations = new();
    private static readonly ConditionalWeakTable<IAssemblySymbol, ILookup<INamedTypeSymbol, INamedTypeSymbol>> s_references = new();

    private readonly Compilation _compilation;
    private readonly Lazy<ILookup<string, string>> _byBaseName;
    private readonly ConcurrentDictionary<INamedTypeSymbol, IReadOnlyList<INamedTypeSymbol>> _known = new(SymbolEqualityComparer.Default);

    private DerivedTypes(Compilation compilation)
    {
        _compilation = compilation;
        _byBaseName = new(() => compilation.SyntaxTrees.SelectMany(tree => BaseLists.Of(tree, CancellationToken.None))
            .ToLookup(entry => entry.BaseName, entry => entry.MetadataName, StringComparer.Ordinal));
    }

    public static DerivedTypes Of(Compilation compilation) => s_compilations.GetValue(compilation, static c => new DerivedTypes(c));

    /// <summary>The derived types, however indirectly, by name. Of references only those that the compilation can name.</summary>
    public IReadOnlyList<INamedTypeSymbol> Find(INamedTypeSymbol type) =>
        _known.GetOrAdd(type.OriginalDefinition, definition =>
        {
            var found = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
            var open = new Queue<INamedTypeSymbol>();
            open.Enqueue(definition);
            while (open.Count > 0)
            {
                INamedTypeSymbol next = open.Dequeue();
                foreach (INamedTypeSymbol derived in InSource(next).Concat(InReferences(next)).Where(found.Add))
                {
                    open.Enqueue(derived);
                }
            }

            return [.. found.OrderBy(t => t.Source(), StringComparer.Ordinal)];
        });

    private IEnumerable<INamedTypeSymbol> InSource(INamedTypeSymbol type) =>
        _byBaseName.Value[type.Name].Distinct().Select(_compilation.Assembly.GetTypeByMetadataName).OfType<INamedTypeSymbol>().Where(candidate => IsDirectlyDerived(candidate, type));

    private IEnumerable<INamedTypeSymbol> InReferences(INamedTypeSymbol type)
    {
        IAssemblySymbol declaring = type.ContainingAssembly;
        if (SymbolEqualityComparer.Default.Equals(declaring, _compilation.Assembly) || IsFramework(declaring))
        {
            return [];
        }

        return _compilation.SourceModule.ReferencedAssemblySymbols
            .Where(reference => SymbolEqualityComparer.Default.Equals(reference, declaring) || reference.Modules.Any(m => m.ReferencedAssemblies.Any(a => a.Name == declaring.Name)))
            .SelectMany(reference => s_references.GetValue(reference, Collect)[type])
            .Where(derived => _compilation.IsSymbolAccessibleWithin(derived, _compilation.Assembly));
    }

    /// <summary>Whether an assembly comes with .NET: those derive from each other a lot, and hide what their types hold.</summary>
    public static bool IsFramework(IAssemblySymbol assembly) =>
        assembly.Name is "System" or "mscorlib" or "netstandard" || assembly.Name.StartsWith("System.", StringComparison.Ordinal) || assembly.Name.StartsWith("Microsoft.", StringComparison.Ordinal);

    private static ILookup<INamedTypeSymbol, INamedTypeSymbol> Collect(IAssemblySymbol assembly)
    {
        var pairs = new List<(INamedTypeSymbol Base, INamedTypeSymbol Type)>();
        var open = new Stack<INamespaceOrTypeSymbol>();
        open.Push(assembly.GlobalNamespace);
        while (open.Count > 0)
        {
            foreach (ISymbol member in open.Pop().GetMembers())
            {
                if (member is INamespaceSymbol space)
                {
                    open.Push(space);
                }
                else if (member is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Interface } type)
                {
                    open.Push(type);
                    pairs.AddRange(type.Interfaces.Append(type.BaseType).OfType<INamedTypeSymbol>().Where(b => b.SpecialType == SpecialType.None).Select(b => (b.OriginalDefinition, type)));
                }
            }
        }

        return pairs.ToLookup(pair => pair.Base, pair => pair.Type, (IEqualityComparer<INamedTypeSymbol>)SymbolEqualityComparer.Default);
    }

    private static bool IsDirectlyDerived(INamedTypeSymbol candidate, INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(candidate.BaseType?.OriginalDefinition, type)
        || (type.TypeKind == TypeKind.Interface && candidate.Interfaces.Any(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, type)));
}
