using Microsoft.CodeAnalysis;
using ProcGen.Shared.Crossing;

namespace ProcGen.Analyzers.Crossing;

/// <summary>
/// Finds types whose objects can contain themselves, although their identity is not kept. A cycle of objects needs a reference that is set after its object was
/// made, so cycles of types through members that only constructors set are trees. One instance serves one containing type of marked methods.
/// </summary>
internal sealed class ReferenceCycles
{
    private readonly Dictionary<CrossingType, IReadOnlyList<ReferenceCycle>> _known = [];
    private readonly PackableShapes _packables = new();

    /// <summary>The cycles of the types behind a place, one for each group of types that contain each other.</summary>
    public IReadOnlyList<ReferenceCycle> Find(CrossingType root)
    {
        if (!_known.TryGetValue(root, out IReadOnlyList<ReferenceCycle>? cycles))
        {
            _known.Add(root, cycles = [.. new Search(_packables).Run(root)]);
        }

        return cycles;
    }

    /// <summary>Tarjan's strongly connected components, and in each of them the shortest way back that something can close.</summary>
    private sealed class Search(PackableShapes packables)
    {
        private readonly Dictionary<CrossingType, int> _indexes = [];
        private readonly Dictionary<CrossingType, int> _lowLinks = [];
        private readonly Dictionary<CrossingType, List<ReferenceEdge>> _edges = [];
        private readonly Stack<CrossingType> _open = [];
        private readonly HashSet<CrossingType> _onStack = [];
        private readonly List<HashSet<CrossingType>> _components = [];

        public IEnumerable<ReferenceCycle> Run(CrossingType root)
        {
            Visit(root);
            foreach (HashSet<CrossingType> component in _components.OrderBy(c => c.Min(node => _indexes[node])))
            {
                if (component.Any(node => _edges[node].Any(edge => edge.IsMutable && component.Contains(edge.Target)))
                    && component.OrderBy(node => _indexes[node]).Select(node => FindWayBack(node, component)).FirstOrDefault(cycle => cycle is not null) is { } found)
                {
                    yield return found;
                }
            }
        }

        private void Visit(CrossingType node)
        {
            int index = _indexes.Count;
            _indexes.Add(node, index);
            _lowLinks[node] = index;
            _open.Push(node);
            _onStack.Add(node);
            List<ReferenceEdge> edges = [.. ReferenceEdge.Of(node, packables)];
            _edges.Add(node, edges);
            foreach (ReferenceEdge edge in edges)
            {
                if (!_indexes.TryGetValue(edge.Target, out int seen))
                {
                    Visit(edge.Target);
                    _lowLinks[node] = Math.Min(_lowLinks[node], _lowLinks[edge.Target]);
                }
                else if (_onStack.Contains(edge.Target))
                {
                    _lowLinks[node] = Math.Min(_lowLinks[node], seen);
                }
            }

            if (_lowLinks[node] == index)
            {
                var component = new HashSet<CrossingType>();
                CrossingType member;
                do
                {
                    member = _open.Pop();
                    _onStack.Remove(member);
                    component.Add(member);
                }
                while (member != node);
                _components.Add(component);
            }
        }

        /// <summary>The shortest way from a class back to itself on which a reference can be set late.</summary>
        private ReferenceCycle? FindWayBack(CrossingType start, HashSet<CrossingType> component)
        {
            if (ReferenceEdge.ClassOf(start) is not { } type)
            {
                return null;
            }

            var seen = new HashSet<(CrossingType, bool)> { (start, false) };
            var open = new Queue<(CrossingType Node, bool IsMutable, List<ReferenceEdge> Way)>();
            open.Enqueue((start, false, []));
            while (open.Count > 0)
            {
                (CrossingType node, bool isMutable, List<ReferenceEdge> way) = open.Dequeue();
                foreach (ReferenceEdge edge in _edges[node].Where(edge => component.Contains(edge.Target)))
                {
                    bool closes = isMutable || edge.IsMutable;
                    List<ReferenceEdge> longer = [.. way, edge];
                    if (edge.Target == start && closes)
                    {
                        return new ReferenceCycle(type, start.Variant == PackableShapes.Variant, [.. longer.Select(e => e.Member).OfType<ISymbol>()], [.. longer.Select(e => e.Name).OfType<string>()]);
                    }

                    if (seen.Add((edge.Target, closes)))
                    {
                        open.Enqueue((edge.Target, closes, longer));
                    }
                }
            }

            return null;
        }
    }
}

/// <summary>A way from a type back to itself.</summary>
/// <param name="Type">The first of the types that contain each other, on the way from the place.</param>
/// <param name="IsPackable">Whether MemoryPack writes it.</param>
/// <param name="Members">The members on the way.</param>
/// <param name="Names">Their names, as the user wrote them.</param>
internal sealed record ReferenceCycle(INamedTypeSymbol Type, bool IsPackable, IReadOnlyList<ISymbol> Members, IReadOnlyList<string> Names)
{
    /// <summary>The way as a path of members: <c>Node.Children</c>.</summary>
    public string Path => Type.Short() + "." + string.Join(".", Names);
}
