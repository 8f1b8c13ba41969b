using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using ProcGen.Generator.Models;

namespace ProcGen.Generator.Parsing;

/// <summary>
/// Keeps the models that were made for the marked methods of a file while the declarations of the compilation stay what they were.
/// <c>ForAttributeWithMetadataName</c> asks for every one of them again on every edit. Entries die with their syntax tree and hold models only. Thread-safe.
/// </summary>
internal static class ModelCache
{
    private static readonly ConditionalWeakTable<SyntaxTree, Entry> s_trees = new();

    /// <summary>The model that was made for an attribute, or a new one.</summary>
    /// <param name="context">The method with the attribute.</param>
    /// <param name="role">The attribute.</param>
    /// <param name="parse">Makes the model; it depends on nothing but the declarations of the compilation and the place of the attribute.</param>
    public static StubClassModel? GetOrParse(GeneratorAttributeSyntaxContext context, AttributeRole role, Func<StubClassModel?> parse)
    {
        ulong fingerprint = DeclarationFingerprint.Of(context.SemanticModel.Compilation);
        Entry entry = s_trees.GetOrCreateValue(context.TargetNode.SyntaxTree);
        ConcurrentDictionary<(int, AttributeRole), StubClassModel?> models = entry.GetModels(fingerprint);
        (int SpanStart, AttributeRole) key = (context.TargetNode.SpanStart, role);
        if (!models.TryGetValue(key, out StubClassModel? model))
        {
            model = parse();
            models.TryAdd(key, model);
        }

        return model;
    }

    private sealed class Entry
    {
        private Generation? _latest;

        public ConcurrentDictionary<(int, AttributeRole), StubClassModel?> GetModels(ulong fingerprint)
        {
            Generation? latest = Volatile.Read(ref _latest);
            if (latest is null || latest.Fingerprint != fingerprint)
            {
                // Two threads may both begin a new generation; then one of them fills a dictionary that nobody asks again.
                Volatile.Write(ref _latest, latest = new Generation(fingerprint));
            }

            return latest.Models;
        }
    }

    private sealed class Generation(ulong fingerprint)
    {
        public ulong Fingerprint { get; } = fingerprint;

        public ConcurrentDictionary<(int, AttributeRole), StubClassModel?> Models { get; } = new();
    }
}
