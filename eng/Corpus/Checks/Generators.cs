using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Generator;

namespace ProcGen.Corpus.Checks;

/// <summary>The generators that run in the compilation of whoever uses the package: ours and MemoryPack's.</summary>
internal static class Generators
{
    private static readonly Lazy<AnalyzerFileReference> s_memoryPack = new(() => new AnalyzerFileReference(Path.Combine(AppContext.BaseDirectory, "generators", "MemoryPack.Generator.dll"), new Loader()));

    public static IEnumerable<ISourceGenerator> Create() => [new ProcGenGenerator().AsSourceGenerator(), .. s_memoryPack.Value.GetGenerators(LanguageNames.CSharp)];

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath) { }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
