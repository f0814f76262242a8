using Engine.Kernels;

namespace Engine.Tests.Conformance;

/// <summary>The companion of a sparse matrix on a device.</summary>
internal sealed record ColumnsOnDevice(CsrColumns View, GuardedArray<long> Offsets, GuardedArray<int> RowIds, GuardedArray<long> Entries);
